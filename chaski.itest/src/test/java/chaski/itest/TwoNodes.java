package chaski.itest;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import java.time.Duration;

/**
 * A program with two nodes that exchange messages over one transport. It prints whether native code carried them, and how
 * many arrived in order.
 */
public final class TwoNodes {

    static final int MESSAGES = 2_000;

    private TwoNodes() {}

    /** Runs it; the argument is the scheme of the transport. */
    public static void main(String[] args) {
        String listen = args[0] + "://127.0.0.1:0";
        int next = 0;
        try (Node alice = Chaski.node().name("alice").listen(listen).start();
                Node bob = Chaski.node()
                        .name("bob")
                        .listen(listen)
                        .join(alice.endpoints().get(0).toString())
                        .start()) {
            Subscription<String> in = alice.service(Streamer.class).subscribe("lab.x", String.class);
            Publisher<String> out = bob.service(Streamer.class).publisher("lab.x", String.class);
            if (!out.awaitSubscribers(1, Duration.ofSeconds(20))) {
                throw new IllegalStateException("bob does not see alice's subscription");
            }
            Thread publisher = new Thread(() -> {
                for (int number = 0; number < MESSAGES; number++) {
                    out.publish(Integer.toString(number));
                }
            });
            publisher.start();
            for (Message<String> message : in) {
                if (!message.payload().equals(Integer.toString(next))) {
                    throw new IllegalStateException("expected " + next + ", got " + message.payload());
                }
                if (++next == MESSAGES) {
                    break;
                }
            }
        }
        System.out.println("native " + isNative() + ", messages " + next);
    }

    private static boolean isNative() {
        try {
            return (boolean) Class.forName("io.netty.channel.epoll.Epoll")
                    .getMethod("isAvailable")
                    .invoke(null);
        } catch (ReflectiveOperationException | LinkageError e) {
            return false;
        }
    }
}
