package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/**
 * A user's project, outside this build: it imports the BOM, is built by Maven, resolved by bnd, and runs in Felix on
 * the bundles that bnd chose. Works offline, with the artifacts that this build has downloaded.
 */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OutsideProjectIT {

    private static final Path PROJECT = Path.of("src", "test", "outside").toAbsolutePath();
    private static final Path PROGRAM =
            Path.of("src", "test", "programs", "Resolve.java").toAbsolutePath();
    private static final Path BND = Path.of("target", "bnd").toAbsolutePath();

    /** Many times the usual time, for busy machines. */
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path work;

    @Test
    void aBundleThatReferencesChaskisServicesIsBuiltByTheBomResolvedByBndAndRuns() throws Exception {
        Path project = copied();
        build(project);
        Path libraries = project.resolve("target").resolve("lib");
        Path bundle = packed(project);

        List<String> resolved = resolve(project, bundle.getParent(), libraries);

        assertThat(resolved)
                .contains(
                        "outside.greeter",
                        "chaski.api",
                        "chaski.node",
                        "chaski.security",
                        "chaski.streamer",
                        "chaski.remote",
                        "chaski.codec.jackson",
                        "chaski.transport.tcp",
                        "org.apache.felix.configadmin",
                        "org.apache.felix.scr");
        try (OsgiContainer felix = OsgiContainer.start(OsgiFramework.FELIX, work.resolve("felix"))) {
            felix.startAll(felix.installAll(chosen(resolved, felix, libraries, bundle.getParent())));
            felix.configure("chaski.node", "outside", Map.of("listen", new String[] {"tcp://127.0.0.1:0"}));

            assertThat(felix.service("outside.Greeter")).isNotNull();
            for (String name : resolved) {
                assertThat(felix.bundle(name)).as(name).hasValueSatisfying(found -> assertThat(found.getState())
                        .isEqualTo(Bundle.ACTIVE));
            }
        }
    }

    private Path copied() throws IOException {
        Path target = work.resolve("project");
        try (Stream<Path> files = Files.walk(PROJECT)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(PROJECT.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return target;
    }

    private void build(Path project) throws Exception {
        JavaProcess.Result result;
        try (LocalRepository repository = LocalRepository.of(work.resolve("repository"))) {
            result = JavaProcess.command(
                    project,
                    BUILD_LIMIT,
                    List.of(
                            "mvn",
                            "-o",
                            "-B",
                            "-ntp",
                            "-q",
                            "-Dmaven.repo.local=" + repository.folder(),
                            "-Dchaski.version=" + LocalRepository.VERSION,
                            "-Dbnd.version=" + System.getProperty("bnd.version"),
                            "-Dosgi.component.version=" + System.getProperty("osgi.component.version"),
                            "process-classes"));
        } catch (IOException e) {
            System.out.println("skipped, a project outside the build needs mvn on the PATH: " + e.getMessage());
            assumeTrue(false, "mvn is not on the PATH");
            throw e;
        }
        assertThat(result.status())
                .as("Maven: %s%s", result.out(), result.err())
                .isZero();
    }

    private Path packed(Path project) throws IOException {
        Path classes = project.resolve("target").resolve("classes");
        Path folder = Files.createDirectories(work.resolve("bundle"));
        Path jar = folder.resolve("outside.greeter.jar");
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "cfm",
                        jar.toString(),
                        classes.resolve(Path.of("META-INF", "MANIFEST.MF")).toString(),
                        "-C",
                        classes.toString(),
                        ".");
        assertThat(status).isZero();
        return jar;
    }

    /** {@return the symbolic names of the bundles that bnd chose} */
    private List<String> resolve(Path project, Path... folders) throws Exception {
        List<String> args = new ArrayList<>(List.of(
                "-cp",
                BND + File.separator + "*",
                PROGRAM.toString(),
                project.resolve("outside.bndrun").toString()));
        Stream.concat(Arrays.stream(folders), Stream.of(Built.COMPENDIUM, Built.FRAMEWORKS))
                .map(Path::toString)
                .forEach(args::add);
        JavaProcess.Result result = JavaProcess.run(work, args);
        assertThat(result.status()).as("bnd: %s", result.err()).isZero();
        return Arrays.stream(result.out().strip().split(","))
                .filter(part -> part.contains(";version="))
                .map(part -> part.substring(0, part.indexOf(';')))
                .toList();
    }

    /** {@return the jars of the resolved bundles that the framework has not installed yet} */
    private static List<Path> chosen(List<String> resolved, OsgiContainer framework, Path... folders)
            throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path folder : folders) {
            for (Path jar : Built.jars(folder)) {
                String name = symbolicName(jar);
                if (resolved.contains(name) && framework.bundle(name).isEmpty()) {
                    jars.add(jar);
                }
            }
        }
        return jars;
    }

    private static String symbolicName(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String name = file.getManifest() == null
                    ? null
                    : file.getManifest().getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            return name == null ? "" : name.split(";", 2)[0].strip();
        }
    }
}
