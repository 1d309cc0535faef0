package chaski.cli.demo;

import chaski.api.security.Identity;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Certificate authorities and directories of identities in a temporary folder. They are changed as an administrator would: by
 * replacing files.
 */
final class DemoIdentities implements Closeable {

    private static final String TRUST_DOMAIN = "demo.example";
    private static final Duration VALIDITY = Duration.ofHours(1);

    private final Path folder;
    private final List<Path> authorityFolders = new ArrayList<>();
    private final Map<String, IssuedIdentity> issued = new LinkedHashMap<>();
    private CertificateAuthority authority;

    private DemoIdentities(Path folder) {
        this.folder = folder;
        this.authority = newAuthority();
    }

    static DemoIdentities create() throws IOException {
        return new DemoIdentities(Files.createTempDirectory("chaski-demo"));
    }

    private CertificateAuthority newAuthority() {
        Path place = folder.resolve("ca" + (authorityFolders.size() + 1));
        CertificateAuthority made = CertificateAuthority.create(place, TRUST_DOMAIN, null);
        authorityFolders.add(place);
        return made;
    }

    /** {@return the directory of a node's identity} */
    Path directory(String node) {
        return folder.resolve(node);
    }

    /** {@return the identity of a node} */
    static Identity identity(String node) {
        return new Identity(TRUST_DOMAIN, "/" + node.toLowerCase(Locale.ROOT));
    }

    /** Gives a node a key and a certificate, which replace earlier ones, and the trust in every authority so far. */
    void issue(String node) throws IOException {
        IssuedIdentity next = authority.issue(identity(node), VALIDITY);
        next.writeTo(directory(node));
        issued.put(node, next);
        writeTrust(node);
    }

    /** {@return the serial number of a node's present certificate} */
    BigInteger serial(String node) {
        return Objects.requireNonNull(issued.get(node)).certificate().getSerialNumber();
    }

    /** Revokes certificates that are not used any more, and publishes the list to all nodes. */
    void revoke(List<BigInteger> serials) throws IOException {
        serials.forEach(authority::revoke);
        for (String node : issued.keySet()) {
            writeTrust(node);
        }
    }

    /** Revokes the identity of a node, and publishes the list to the others. */
    void revokeIdentity(String node) throws IOException {
        authority.revoke(identity(node));
        for (String other : issued.keySet()) {
            if (!other.equals(node)) {
                writeTrust(other);
            }
        }
    }

    /** Creates another authority, which issues from now on, and makes every node trust both. */
    void addAuthority() throws IOException {
        authority = newAuthority();
        for (String node : issued.keySet()) {
            writeTrust(node);
        }
    }

    /** Makes every node trust the newest authority only. */
    void dropOldAuthorities() throws IOException {
        authorityFolders.subList(0, authorityFolders.size() - 1).clear();
        for (String node : issued.keySet()) {
            writeTrust(node);
        }
    }

    private void writeTrust(String node) throws IOException {
        replace(directory(node).resolve("trust.pem"), joined("ca.pem"));
        replace(directory(node).resolve("revoked.crl"), joined("revoked.crl"));
    }

    private String joined(String file) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path each : authorityFolders) {
            all.append(Files.readString(each.resolve(file)));
        }
        return all.toString();
    }

    private static void replace(Path file, String text) throws IOException {
        Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
