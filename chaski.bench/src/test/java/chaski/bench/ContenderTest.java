package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every contender meets the assumptions of the benchmark, in both directions. */
final class ContenderTest {

    private static final int COUNT = 20_000;

    @ParameterizedTest
    @ValueSource(strings = {"jdk-handoff", "netty"})
    void messagesArriveInOrderBothWays(String name) throws Exception {
        Inbox listening = new Inbox();
        Inbox connecting = new Inbox();
        try (Contender.Side listener = ContenderFactory.named(name).listen(listening);
                Contender.Side connector = ContenderFactory.named(name).connect(listener.endpoint(), connecting)) {
            sendAll(connector);
            listening.expectAll();
            sendAll(listener);
            connecting.expectAll();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk-handoff", "netty"})
    void messageMayBeChangedOnceSent(String name) throws Exception {
        Inbox listening = new Inbox();
        try (Contender.Side listener = ContenderFactory.named(name).listen(listening);
                Contender.Side connector = ContenderFactory.named(name).connect(listener.endpoint(), new Inbox())) {
            byte[] message = new byte[16];
            Sequence.write(message, 1);
            connector.send(message);
            Sequence.write(message, 2);

            assertThat(Sequence.read(listening.take())).isEqualTo(1);
        }
    }

    private static void sendAll(Contender.Side side) throws IOException, InterruptedException {
        byte[] message = new byte[100];
        for (int number = 0; number < COUNT; number++) {
            Sequence.write(message, number);
            side.send(message);
        }
    }

    /** Records the messages. */
    private static final class Inbox implements Contender.Sink {

        private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>(COUNT);

        @Override
        public void accept(byte[] message) throws InterruptedException {
            messages.put(message);
        }

        @Override
        public void failed(Throwable cause) {
            throw new AssertionError(cause);
        }

        byte[] take() throws InterruptedException {
            byte[] message = messages.poll(30, TimeUnit.SECONDS);
            assertThat(message).as("the next message").isNotNull();
            return message;
        }

        void expectAll() throws InterruptedException {
            for (int number = 0; number < COUNT; number++) {
                assertThat(Sequence.read(take())).isEqualTo(number);
            }
            assertThat(messages).isEmpty();
        }
    }
}
