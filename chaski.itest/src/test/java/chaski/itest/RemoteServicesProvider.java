package chaski.itest;

import chaski.api.node.Node;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.osgi.framework.Bundle;

/** A framework with an exported service, in a process of its own that can be killed. */
public final class RemoteServicesProvider implements AutoCloseable {

    private final Process process;
    private final String endpoint;

    private RemoteServicesProvider(Process process, String endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * The process: prints the endpoint of its node, and runs until its standard input ends.
     *
     * @param arguments an empty folder
     */
    public static void main(String... arguments) throws Exception {
        Path work = Path.of(arguments[0]);
        try (OsgiContainer container =
                RemoteServicesPair.listen(OsgiFramework.FELIX, Files.createDirectory(work.resolve("storage")))) {
            RemoteServicesBundles.compile(work).startProvider(container);
            System.out.println(RemoteServicesPair.endpoint(container));
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }

    /** Starts the process, and waits until its service is exported. */
    static RemoteServicesProvider start(Path work) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(),
                        RemoteServicesProvider.class.getName(),
                        work.toString()))
                .redirectError(work.resolve("stderr.txt").toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String endpoint = out.readLine();
        if (endpoint == null) {
            throw new IllegalStateException(Files.readString(work.resolve("stderr.txt")));
        }
        return new RemoteServicesProvider(process, endpoint);
    }

    /** These tests, and the libraries that the process uses, wherever they were loaded from. */
    private static String classPath() {
        return Stream.of(RemoteServicesProvider.class, Node.class, Bundle.class, Awaitility.class, Matcher.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    String endpoint() {
        return endpoint;
    }

    /** Kills it, if it is still there. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
