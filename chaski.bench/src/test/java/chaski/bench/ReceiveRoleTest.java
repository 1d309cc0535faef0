package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check on which every figure depends. */
final class ReceiveRoleTest {

    private final List<Throwable> failures = new ArrayList<>();
    private final ReceiveRole receiving = receiving();

    @Test
    void messagesInOrderAreCountedAndNothingElse() {
        take(0, 1, 2);

        assertThat(receiving.finish(3)).isEqualTo("3 0");
        assertThat(receiving.meter().count()).isEqualTo(3);
    }

    @Test
    void missingMessageIsSeen() {
        take(0, 2, 3);

        assertThat(receiving.finish(3)).isEqualTo("3 1");
    }

    @Test
    void repeatedMessageIsSeen() {
        take(0, 1, 1, 2);

        assertThat(receiving.finish(4)).isEqualTo("4 1");
    }

    @Test
    void swappedMessagesAreSeen() {
        take(0, 2, 1, 3);

        assertThat(receiving.finish(4)).isEqualTo("4 3");
    }

    @Test
    void messageOfAnotherLengthIsSeen() {
        receiving.accept(new byte[99]);

        assertThat(receiving.finish(1)).isEqualTo("1 1");
    }

    @Test
    void brokenWayIsPassedOn() {
        IOException cause = new IOException("reset");
        receiving.failed(cause);

        assertThat(failures).containsExactly(cause);
    }

    private void take(long... numbers) {
        for (long number : numbers) {
            byte[] message = new byte[100];
            Sequence.write(message, number);
            receiving.accept(message);
        }
    }

    private ReceiveRole receiving() {
        try {
            return new ReceiveRole(new Nobody(), 100, failures::add);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The test delivers the messages itself. */
    private static final class Nobody implements Contender, Contender.Side {

        @Override
        public Side listen(Sink sink) {
            return this;
        }

        @Override
        public Side connect(String endpoint, Sink sink) {
            return this;
        }

        @Override
        public String endpoint() {
            return "tcp://127.0.0.1:1";
        }

        @Override
        public void send(byte[] message) {
            throw new AssertionError("nothing is sent here");
        }

        @Override
        public void close() {
            // nothing to free
        }
    }
}
