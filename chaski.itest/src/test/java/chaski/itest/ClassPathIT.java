package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class path that cannot work ends a program immediately, with the error and its remedy. */
final class ClassPathIT {

    private static final Path TCP = Built.jar("chaski.transport.tcp");

    @TempDir
    private Path work;

    private Path classes;

    @BeforeEach
    void compile() throws Exception {
        classes = Compiled.module(Compiled.GREETER, work);
    }

    @Test
    void twoVersionsOfATransportAreToldWithBothPlaces() throws Exception {
        Path other = work.resolve("chaski.transport.tcp-0.0.9.jar");
        Files.copy(TCP, other);

        assertThat(failure(Stream.concat(Built.jars(Built.JARS).stream(), Stream.of(other))))
                .contains(
                        "ConfigurationException: expected chaski.transport.tcp.TcpTransport once",
                        "file:" + TCP,
                        "file:" + other,
                        "keep one version");
    }

    @Test
    void missingTransportIsToldByEndpointAndModule() throws Exception {
        assertThat(failure(Built.jars(Built.JARS).stream().filter(jar -> !jar.equals(TCP))))
                .contains("no transport found for tcp://127.0.0.1:0", "found [quic, udp]", "chaski.transport.tcp");
    }

    @Test
    void missingEngineIsToldByItsModule() throws Exception {
        assertThat(failure(Stream.of(Built.jar("chaski.api")))).contains("no engine found: put the module chaski.node");
    }

    @Test
    void missingServiceIsToldByItsModule() throws Exception {
        assertThat(failure(Built.jars(Built.JARS).stream().filter(jar -> !jar.equals(Built.jar("chaski.streamer")))))
                .contains("no service chaski.api.streamer.Streamer is installed", "chaski.streamer");
    }

    private String failure(Stream<Path> jars) throws Exception {
        String path = Stream.concat(jars, Stream.of(classes))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        JavaProcess.Result result = JavaProcess.run(work, List.of("-cp", path, "greeter.Greeter"));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        return result.err();
    }
}
