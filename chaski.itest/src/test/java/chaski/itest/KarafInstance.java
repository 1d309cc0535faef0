package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A copy of Karaf in a process, used by its standard streams. It has neither the SSH server nor the management of the usual
 * configuration, which would listen on all addresses, and takes bundles from a local repository only.
 */
final class KarafInstance implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration POLL = Duration.ofSeconds(2);

    /** Colours and movements of the cursor. */
    private static final Pattern TERMINAL = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]|\r");

    private final Path home;
    private final Path out;
    private @Nullable Process process;

    private KarafInstance(Path home, Path out) {
        this.home = home;
        this.out = out;
    }

    /**
     * Copies Karaf.
     *
     * @param distribution as it was unpacked
     * @param home a folder that does not exist
     * @param repository the local Maven repository
     */
    static KarafInstance unpacked(Path distribution, Path home, Path repository) throws IOException {
        try (Stream<Path> files = Files.walk(distribution)) {
            for (Path file : files.toList()) {
                Path target = home.resolve(distribution.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        KarafInstance karaf = new KarafInstance(home, home.resolve("console.txt"));
        karaf.configure(
                "org.ops4j.pax.url.mvn",
                "org.ops4j.pax.url.mvn.localRepository=" + repository
                        + "\norg.ops4j.pax.url.mvn.defaultRepositories="
                        + home.resolve("system").toUri()
                        + "@id=system.repository@snapshots\norg.ops4j.pax.url.mvn.repositories=\n");
        return karaf;
    }

    /** Writes {@code etc/NAME.cfg}. */
    void configure(String name, String content) throws IOException {
        Files.writeString(home.resolve("etc").resolve(name + ".cfg"), content);
    }

    /** Installs a bundle, or updates it, by its file. */
    void deploy(Path jar) throws IOException {
        Path copy =
                Files.copy(jar, home.resolve("data").resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        Files.move(
                copy,
                home.resolve("deploy").resolve(jar.getFileName()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Starts it.
     *
     * @param features a file of features
     * @param names those that are installed beside Karaf's own
     */
    void start(Path features, String... names) throws IOException {
        String version = version(home);
        String standard = "mvn:org.apache.karaf.features/%s/" + version + "/xml/features";
        configure(
                "org.apache.karaf.features",
                "featuresRepositories=" + standard.formatted("standard") + "," + standard.formatted("framework") + ","
                        + features.toUri() + "\nfeaturesBoot=framework,log,feature,shell,config,system,"
                        + String.join(",", names) + "\nfeaturesBootAsynchronous=false\n");
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("bin").resolve("karaf").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process = builder.start();
        awaitLine(".*Apache Karaf.*");
    }

    private static String version(Path home) throws IOException {
        Path features = home.resolve(Path.of("system", "org", "apache", "karaf", "features", "standard"));
        try (Stream<Path> versions = Files.list(features)) {
            return versions.findFirst().orElseThrow().getFileName().toString();
        }
    }

    /** Types a command until a line of the output matches: Karaf's console is ready before all features are installed. */
    void ask(String command, String pattern) {
        await().atMost(PATIENCE).pollInterval(POLL).untilAsserted(() -> {
            type(command);
            assertThat(lines()).anyMatch(line -> line.strip().matches(pattern));
        });
    }

    private void type(String command) throws IOException {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("Karaf is not started");
        }
        OutputStream in = running.getOutputStream();
        in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    private void awaitLine(String pattern) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines())
                .anyMatch(line -> line.strip().matches(pattern)));
    }

    private List<String> lines() throws IOException {
        return Files.exists(out)
                ? TERMINAL.matcher(Files.readString(out)).replaceAll("").lines().toList()
                : List.of();
    }

    /** Ends the processes of this instance. */
    @Override
    public void close() {
        Process running = process;
        if (running == null) {
            return;
        }
        List<ProcessHandle> all = Stream.concat(running.descendants(), Stream.of(running.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        all.forEach(handle -> {
            try {
                handle.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                handle.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
