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

/** A transport comes in a module layer of its own while the program runs, and goes without a trace. */
@Tag("slow")
final class ModuleLayerIT {

    private static final Predicate<Path> OF_THE_TRANSPORT =
            jar -> jar.getFileName().toString().matches("(chaski\\.transport\\.|netty-).*");

    @Test
    void sessionSurvivesTransportsThatComeAndGoInLayers(@TempDir Path work) throws Exception {
        Path classes = Compiled.module(Compiled.TEST_MODULES.resolve("swapping"), work);
        Path transport = Files.createDirectories(work.resolve("transport"));
        for (Path jar : Built.jars(Built.JARS).stream().filter(OF_THE_TRANSPORT).toList()) {
            Files.copy(jar, transport.resolve(jar.getFileName()));
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
                        "jdk.unsupported", // Netty requires it; a layer cannot bring modules of the JDK
                        "-m",
                        "swapping/swapping.Main",
                        transport.toString()));

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "numbers up to 10000 came in order",
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
    }
}
