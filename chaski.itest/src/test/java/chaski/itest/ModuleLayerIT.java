package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transports are added in separate module layers while the program runs, and are removed completely. */
@Tag("slow")
final class ModuleLayerIT {

    private static final Predicate<Path> OF_THE_TRANSPORT =
            jar -> jar.getFileName().toString().matches("(chaski\\.transport\\.|netty-).*");

    @Test
    void sessionSurvivesTransportsThatComeAndGoInLayers(@TempDir Path work) throws Exception {
        JavaProcess.Result result = run("Main", work);

        assertThat(result.out().lines())
                .as(result.err())
                .containsExactly(
                        "numbers up to 10000 came in order",
                        "without a transport it is reported: true",
                        "without a transport it listens on []",
                        "it listens where it did: true",
                        "numbers up to 20000 came in order",
                        "without a transport it listens on []",
                        "it listens where it did: true",
                        "numbers up to 30000 came in order",
                        "without a transport it listens on []",
                        "it listens where it did: true",
                        "numbers up to 40000 came in order",
                        "from began 1 session",
                        "to began 1 session",
                        "loaders collected: 3");
        // The only dial that failed, while the listening node had no transport and the dialling one had.
        assertThat(result.err().lines())
                .satisfiesExactly(
                        where -> assertThat(where).contains("chaski.node.context.LimitedLog "),
                        what -> assertThat(what)
                                .matches(
                                        "WARNING: node to: cannot reach tcp://127\\.0\\.0\\.1:\\d+( of node [0-9a-f]+)?: .*"));
    }

    @Test
    void sessionGoesBetweenTransportsInLayers(@TempDir Path work) throws Exception {
        JavaProcess.Result result = run("Between", work);

        assertThat(result.out().lines())
                .as(result.err())
                .containsExactly(
                        "numbers up to 10000 came in order",
                        "numbers up to 20000 came in order",
                        "numbers up to 30000 came in order",
                        "numbers up to 40000 came in order",
                        "numbers up to 50000 came in order",
                        "numbers up to 60000 came in order",
                        "numbers up to 70000 came in order",
                        "numbers up to 80000 came in order",
                        "it listens where it did: true",
                        "the session went to [tcp, udp]",
                        "from began 1 session",
                        "to began 1 session",
                        "loaders collected: 4");
        assertThat(result.err()).isEmpty();
    }

    /** Runs a program on the module path, with the transports in a folder beside it. */
    private static JavaProcess.Result run(String program, Path work) throws Exception {
        Path classes = Compiled.module(Compiled.TEST_MODULES.resolve("swapping"), work);
        Path transports = Files.createDirectories(work.resolve("transports"));
        for (Path jar : Built.jars(Built.JARS).stream().filter(OF_THE_TRANSPORT).toList()) {
            Files.copy(jar, transports.resolve(jar.getFileName()));
        }
        String path = Built.jars(Built.JARS).stream()
                .filter(OF_THE_TRANSPORT.negate())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        JavaProcess.Result result = JavaProcess.run(
                work,
                List.of(
                        "-p",
                        path + File.pathSeparator + classes,
                        "--add-modules",
                        "jdk.unsupported", // Netty requires it; a layer cannot contain modules of the JDK
                        "-m",
                        "swapping/swapping." + program,
                        transports.toString()));
        assertThat(result.status()).as(result.err()).isZero();
        return result;
    }
}
