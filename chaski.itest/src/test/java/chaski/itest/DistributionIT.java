package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of the command, unpacked elsewhere: it runs, and it lists all that it contains. */
final class DistributionIT {

    private static final Path ARCHIVES = Built.ROOT.resolve(Path.of("chaski.distribution", "target"));

    /** A work in the list of notices, by group, artifact and version. */
    private static final Pattern NOTICE = Pattern.compile("(?m)^([\\w.-]+):([\\w.-]+):([\\w.-]+)$");

    private static final Pattern NOTICE_LICENCE = Pattern.compile("(?m)^ +licence: (.+)$");

    /** The SHA-256 of a component in the bill of materials. */
    private static final Pattern SHA_256 =
            Pattern.compile("\"alg\"\\s*:\\s*\"SHA-256\",\\s*\"content\"\\s*:\\s*\"([0-9a-f]{64})\"");

    @TempDir
    private Path work;

    private Path home;

    @BeforeEach
    void unpack() throws Exception {
        String name = "chaski-" + System.getProperty("chaski.version");
        JavaProcess.Result tar = JavaProcess.command(
                work, List.of("tar", "xzf", ARCHIVES.resolve(name + ".tar.gz").toString()));
        assertThat(tar.status()).as(tar.err()).isZero();
        home = work.resolve(name);
    }

    @Test
    void itRunsWithoutACheckout() throws Exception {
        JavaProcess.Result version =
                JavaProcess.command(work, List.of(home.resolve("bin/chaski").toString(), "--version"));

        assertThat(version.err()).isEmpty();
        assertThat(version.out()).startsWith("chaski " + System.getProperty("chaski.version"));
        assertThat(version.status()).isZero();
    }

    @Test
    @Tag("slow")
    void itsBundlesAreFound() throws Exception {
        JavaProcess.Result demo = JavaProcess.command(
                work,
                Duration.ofMinutes(3),
                List.of(home.resolve("bin/chaski").toString(), "demo", "--messages", "1000"));

        assertThat(demo.status()).as(demo.err()).isZero();
    }

    @Test
    void itContainsTheTextsThatUsersLookFor() {
        assertThat(List.of(
                        "LICENSE",
                        "NOTICE",
                        "THIRD-PARTY.txt",
                        "README.md",
                        "CHANGELOG.md",
                        "SECURITY.md",
                        "docs/OPERATIONS.md",
                        "bin/chaski.cmd"))
                .allMatch(file -> Files.isRegularFile(home.resolve(file)));
    }

    @Test
    void noticesNameEveryWorkOfOthersAndNothingElse() throws Exception {
        String notices = Files.readString(home.resolve("THIRD-PARTY.txt"));

        Set<String> named = new TreeSet<>();
        NOTICE.matcher(notices).results().forEach(notice -> named.add(notice.group(2)));
        assertThat(named).hasSizeGreaterThan(20).isEqualTo(artifactsOfOthers());
        assertThat(NOTICE_LICENCE.matcher(notices).results().map(licence -> licence.group(1)))
                .hasSameSizeAs(named)
                .allMatch(licence -> licence.matches("(Apache-2\\.0|EPL-2\\.0|MIT|BSD-3-Clause)(, .*)?"));
    }

    @Test
    void billOfMaterialsHasTheBytesOfEveryJarAndNothingElse() throws Exception {
        Path json = home.resolve("sbom/chaski.cdx.json");
        assumeThat(json)
                .as("the bill of materials, which Maven does not make when it is offline")
                .exists();
        assertThat(home.resolve("sbom/chaski.cdx.xml")).exists();

        String bill = Files.readString(json);
        // the first list names the tool that made the bill
        String components = bill.substring(bill.lastIndexOf("\"components\""));
        Set<String> listed = new TreeSet<>();
        SHA_256.matcher(components).results().forEach(hash -> listed.add(hash.group(1)));
        Set<String> shipped = new TreeSet<>();
        for (Path jar : jars()) {
            shipped.add(sha256(jar));
        }
        assertThat(listed).hasSizeGreaterThan(20).isEqualTo(shipped);
    }

    /** {@return the artifacts of the jars that are not Chaski's, without version and classifier} */
    private Set<String> artifactsOfOthers() throws IOException {
        Set<String> artifacts = new TreeSet<>();
        for (Path jar : jars()) {
            String name = jar.getFileName().toString().replaceAll("\\.jar$", "");
            if (!name.startsWith("chaski.")) {
                artifacts.add(name.replaceAll("-linux-(x86_64|aarch_64)$", "").replaceAll("-\\d+(\\.\\w+)*$", ""));
            }
        }
        return artifacts;
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
