package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's module, which only requires {@code chaski.api}, on the module path and in a run-time image. */
final class ModulePathIT {

    private static final String[] GREETINGS = {
        "greetings.morning: Greeting[town=Quito, number=1]",
        "greetings.morning: Greeting[town=Cusco, number=2]",
        "greetings.morning: Greeting[town=Lima, number=3]"
    };

    @TempDir
    private Path work;

    private Path classes;

    @BeforeEach
    void compileWithoutTheAnnotations() throws Exception {
        classes = Compiled.module(Compiled.GREETER, work);
    }

    @Test
    void partsAreFoundAsServicesOnTheModulePath() throws Exception {
        assertGreets(run(Built.JARS.toString()));
    }

    /** Native epoll is used here, about which later JDKs warn unless native access is enabled. */
    @Test
    void programRunsOnTheClassPathToo() throws Exception {
        assertGreets(JavaProcess.run(
                work,
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        Built.JARS + "/*" + File.pathSeparator + classes,
                        "greeter.Greeter")));
    }

    @Test
    @Tag("slow")
    void scriptOfTheExampleLinksAnImageThatRuns() throws Exception {
        assumeTrue(canLink(), "this JDK has no jlink, or not the modules to link");
        Path image = work.resolve("image");

        JavaProcess.Result linked = JavaProcess.command(
                work,
                List.of(Compiled.GREETER.resolve("jlink.sh").toString(), Built.JARS.toString(), image.toString()));

        assertThat(linked.err()).isEmpty();
        assertThat(linked.status()).isZero();
        assertGreets(JavaProcess.command(
                work, List.of(image.resolve("bin").resolve("greeter").toString())));
    }

    @Test
    void missingTransportIsToldByEndpointAndModule() throws Exception {
        JavaProcess.Result result = run(Built.jars(Built.JARS).stream()
                .filter(jar -> !jar.equals(Built.jar("chaski.transport.tcp")))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("no transport found for tcp://127.0.0.1:0", "found [quic, udp]", "chaski.transport.tcp");
    }

    @Test
    void missingEngineIsToldByItsModule() throws Exception {
        JavaProcess.Result result = run(Built.jar("chaski.api").toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("no engine found: put the module chaski.node on the class path or module path");
    }

    private JavaProcess.Result run(String jars) throws Exception {
        return JavaProcess.run(
                work, List.of("-p", jars + File.pathSeparator + classes, "-m", "greeter/greeter.Greeter"));
    }

    private static void assertGreets(JavaProcess.Result result) {
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out().lines()).containsExactly(GREETINGS);
    }

    /** Some packages of the JDK lack the modules for linking; from Java 24 on they are not always needed. */
    private static boolean canLink() {
        return ToolProvider.findFirst("jlink").isPresent()
                && (Runtime.version().feature() >= 24
                        || Files.isDirectory(Path.of(System.getProperty("java.home"), "jmods")));
    }
}
