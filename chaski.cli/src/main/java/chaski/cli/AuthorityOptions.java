package chaski.cli;

import chaski.ca.AuthorityException;
import chaski.ca.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a certificate authority is, and what opens its key. */
final class AuthorityOptions {

    private static final String PASSPHRASE_VARIABLE = "CHASKI_CA_PASSPHRASE";

    @Option(
            names = "--ca",
            paramLabel = "DIR",
            defaultValue = "ca",
            description = "The directory of the authority (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("ca");

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Contains the passphrase of the authority's key in its first line (default: the variable"
                    + " CHASKI_CA_PASSPHRASE, else none).")
    private @Nullable Path passphraseFile;

    Path directory() {
        return directory;
    }

    CertificateAuthority open(Terminal terminal) throws IOException {
        return CertificateAuthority.open(
                directory, CertificateAuthority.isEncrypted(directory) ? passphrase(terminal) : null);
    }

    /** {@return the passphrase, or null if none is given} */
    char @Nullable [] passphrase(Terminal terminal) throws IOException {
        Path file = passphraseFile;
        String given = file == null
                ? terminal.environment().get(PASSPHRASE_VARIABLE)
                : Files.readString(file).lines().findFirst().orElse("");
        if (given != null && given.isEmpty()) {
            throw new AuthorityException("the passphrase is empty");
        }
        return given == null ? null : given.toCharArray();
    }
}
