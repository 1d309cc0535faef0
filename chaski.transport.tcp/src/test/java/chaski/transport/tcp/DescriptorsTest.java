package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener in a process that has no file descriptor left. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs the shell's ulimit")
@ParameterizedClass
@EnumSource(TcpSocketKind.class)
class DescriptorsTest {

    private static final String WARNING = "Cannot accept links on tcp://127.0.0.1:0: no file descriptors left";

    @Parameter
    TcpSocketKind kind;

    private final List<String> lines = new ArrayList<>();
    private Process process;
    private BufferedReader output;

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void listenerWithoutDescriptorsWaitsAndRecovers() throws Exception {
        start();
        int port = Integer.parseInt(await("PORT ").substring("PORT ".length()));
        tell("EXHAUST");
        await("DONE EXHAUST");

        // The kernel completes the connections; the process cannot take them.
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sockets.add(new Socket(InetAddress.getByName("127.0.0.1"), port));
        }
        await(WARNING);
        tell("FREE");
        await("DONE FREE");

        for (Socket socket : sockets) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            socket.close();
        }
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
        }
        assertThat(lines).filteredOn(line -> line.contains(WARNING)).hasSize(1);
    }

    private void start() throws IOException {
        process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 256; exec \"$0\" -cp \"$1\" \"$2\" \"$3\"",
                        System.getProperty("java.home") + "/bin/java",
                        System.getProperty("java.class.path"),
                        ExhaustibleListener.class.getName(),
                        kind.name())
                .redirectErrorStream(true)
                .start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private void tell(String command) throws IOException {
        OutputStream commands = process.getOutputStream();
        commands.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
        commands.flush();
    }

    private String await(String part) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.contains(part)) {
                return line;
            }
        }
        throw new AssertionError("the process ended without '" + part + "': " + lines);
    }
}
