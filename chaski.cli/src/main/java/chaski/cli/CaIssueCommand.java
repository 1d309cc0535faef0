package chaski.cli;

import chaski.api.security.Identity;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chaski ca issue}: creates a key and a certificate for an identity, or new ones for an identity that has some. */
@Command(
        name = "issue",
        description =
                "Issues an identity: a directory with a key, its certificate, the authority's certificate and what"
                        + " it has revoked. Issuing again renews it: the files are replaced, and older certificates stay valid"
                        + " until they expire or are revoked.")
final class CaIssueCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AuthorityOptions authority = new AuthorityOptions();

    @Parameters(paramLabel = "NAME", description = "The identity: spiffe://DOMAIN/PATH, or PATH alone.")
    private String name = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the files go (default: the last part of the name).")
    private @Nullable Path out;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long the certificate is valid (default: ${DEFAULT-VALUE}).")
    private int days = 30;

    @Option(names = "--renew", description = "Replaces the files of an identity in the directory.")
    private boolean renew;

    CaIssueCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (days < 1 || days > 3650) {
            throw new ParameterException(spec.commandLine(), "expected 1 to 3650 for --days, got " + days);
        }
        CertificateAuthority opened = authority.open(terminal);
        Identity identity = IdentityName.parse(name, opened.trustDomain());
        Path directory = out == null ? Path.of(lastPart(identity)) : out;
        boolean occupied = occupied(new IdentityPlace(directory), identity);
        IssuedIdentity issued;
        try {
            issued = opened.issue(identity, Duration.ofDays(days));
        } catch (IllegalArgumentException refused) {
            throw new CommandFailure(SingleLine.of(refused));
        }
        if (occupied) {
            issued.renewIn(directory);
        } else {
            issued.writeTo(directory);
        }
        new LineWriter(terminal.out())
                .lineNow("issued " + identity + " in " + directory + ", valid until "
                        + issued.certificate().getNotAfter().toInstant());
        return ExitStatus.OK;
    }

    /** Files are replaced only on request, and only those of the same identity. Returns whether there are any. */
    private boolean occupied(IdentityPlace place, Identity identity) throws IOException {
        if (!place.isOccupied()) {
            return false;
        }
        Identity present = place.present();
        if (!identity.equals(present)) {
            throw new CommandFailure("there is the identity " + present + " in " + place.directory()
                    + "; choose another directory with --out");
        }
        if (!renew) {
            throw new CommandFailure(
                    "there is " + identity + " in " + place.directory() + " already; replace it with --renew");
        }
        return true;
    }

    private static String lastPart(Identity identity) {
        return identity.path().substring(identity.path().lastIndexOf('/') + 1);
    }
}
