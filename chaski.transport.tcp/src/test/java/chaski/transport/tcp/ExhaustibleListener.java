package chaski.transport.tcp;

import chaski.api.transport.Link;
import chaski.api.transport.ListenOptions;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A process that listens, closes every link it accepts, and uses up its descriptors on request. */
final class ExhaustibleListener {

    private static final File SOMETHING = new File("/dev/null");

    private ExhaustibleListener() {}

    @SuppressWarnings("SystemOut") // it communicates with the test by standard output
    public static void main(String[] arguments) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        List<FileInputStream> used = new ArrayList<>();
        try (TcpListenerFixture wire = new TcpListenerFixture(
                TcpSocketKind.valueOf(arguments[0]).transport(), TcpListenerFixture.ANY_PORT, Link::close)) {
            loadWhatIsNeededThen();
            wire.plain().getInputStream().read();
            System.out.println("PORT " + wire.bound().port());
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                if (command.equals("EXHAUST")) {
                    useUp(used);
                } else {
                    for (FileInputStream stream : used) {
                        stream.close();
                    }
                }
                System.out.println("DONE " + command);
            }
        }
    }

    /** Without a descriptor, classes cannot be loaded from folders. */
    private static void loadWhatIsNeededThen() {
        TcpReactor reactor = TcpReactor.start(new NioTcpSockets(), 0);
        EmbeddedChannel channel = new EmbeddedChannel(
                new TcpAcceptor(TcpListenerFixture.ANY_PORT, reactor, ListenOptions.DEFAULT, Link::close, link -> {}));
        channel.pipeline().fireExceptionCaught(new IOException("nothing, this is to load classes"));
        channel.finishAndReleaseAll();
        reactor.threads().shutdown(0);
    }

    private static void useUp(List<FileInputStream> used) {
        try {
            while (true) {
                used.add(new FileInputStream(SOMETHING));
            }
        } catch (IOException none) {
            // This is the desired state.
        }
    }
}
