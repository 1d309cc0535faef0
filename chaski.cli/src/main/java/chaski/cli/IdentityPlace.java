package chaski.cli;

import chaski.api.security.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A directory where the files of an identity go. Files of another identity are never replaced.
 *
 * @param directory the directory
 */
record IdentityPlace(Path directory) {

    private static final String ADDRESS_FILE = "ca-address.txt";

    /** {@return whether there are files of an identity} */
    boolean isOccupied() {
        return Files.exists(directory.resolve("cert.pem")) || Files.exists(directory.resolve("key.pem"));
    }

    /** {@return the identity whose files are there} */
    Identity present() throws IOException {
        try {
            return Identity.of(certificate());
        } catch (CertificateException checked) {
            throw unreadable();
        }
    }

    /** {@return its certificate} */
    X509Certificate certificate() throws IOException {
        Path file = directory.resolve("cert.pem");
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            Identity.of(certificate);
            return certificate;
        } catch (NoSuchFileException absent) {
            throw new CommandFailure("there is no identity in " + directory + ": expected " + file);
        } catch (CertificateException unreadable) {
            throw unreadable();
        }
    }

    private CommandFailure unreadable() {
        return new CommandFailure(
                "there is the identity of an unreadable cert.pem in " + directory + "; choose another directory");
    }

    /** Remembers which server renews the identity. */
    void rememberServer(String address) throws IOException {
        Files.writeString(directory.resolve(ADDRESS_FILE), address + "\n");
    }

    /** {@return which server renews the identity, if that is known} */
    Optional<String> server() throws IOException {
        Path file = directory.resolve(ADDRESS_FILE);
        return Files.exists(file) ? Files.readString(file).lines().findFirst().map(String::strip) : Optional.empty();
    }
}
