package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both transports need no native library: without one, as on Windows, macOS and other processors, they use NIO. */
final class NioIT {

    @TempDir
    private Path work;

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void noNativeLibraryOnTheClassPath(String scheme) throws Exception {
        assertThat(run(scheme, jar -> !jar.contains("-native-epoll"))).isEqualTo(expected(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void nothingOfEpollOnTheClassPath(String scheme) throws Exception {
        assertThat(run(scheme, jar -> !jar.contains("epoll") && !jar.contains("native")))
                .isEqualTo(expected(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void nativeLibraryThatIsSwitchedOff(String scheme) throws Exception {
        assertThat(run(scheme, jar -> true, "-Dio.netty.transport.noNative=true"))
                .isEqualTo(expected(false));
    }

    /** Shows that the tests above would find a native library. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void nativeLibraryOnLinux(String scheme) throws Exception {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").matches("amd64|aarch64"),
                "native libraries exist for Linux on x86-64 and ARM64");

        assertThat(run(scheme, jar -> true)).isEqualTo(expected(true));
    }

    private static String expected(boolean isNative) {
        return "native " + isNative + ", messages " + TwoNodes.MESSAGES + "\n";
    }

    private String run(String scheme, Predicate<String> jars, String... options) throws Exception {
        String path = Stream.concat(
                        Built.jars(Built.JARS).stream()
                                .filter(jar -> jars.test(jar.getFileName().toString())),
                        Stream.of(Built.TEST_CLASSES))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> arguments = Stream.concat(
                        Stream.of(options),
                        Stream.of(
                                "-XX:+IgnoreUnrecognizedVMOptions",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                path,
                                TwoNodes.class.getName(),
                                scheme))
                .toList();
        JavaProcess.Result result = JavaProcess.run(work, arguments);
        assertThat(result.status()).as(result.err()).isZero();
        return result.out();
    }
}
