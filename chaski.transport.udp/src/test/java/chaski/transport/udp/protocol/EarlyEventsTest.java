package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EarlyEventsTest {

    private final List<String> reported = new ArrayList<>();
    private final ReceiveStream in = new ReceiveStream();
    private final EarlyEvents events = new EarlyEvents(new Reports(), in);

    @Test
    void bytesAndEndThatCameBeforeTheStartAreReportedWithIt() {
        arrives(0, "early");
        in.end(5);
        events.endIfComplete();
        assertThat(reported).isEmpty();

        events.start();

        assertThat(reported).containsExactly("early", "end");
    }

    @Test
    void endIsReportedOnceAndAfterAllBytes() {
        events.start();
        in.end(4);
        events.endIfComplete();
        assertThat(reported).isEmpty();

        arrives(0, "late");
        events.endIfComplete();
        events.endIfComplete();

        assertThat(reported).containsExactly("late", "end");
    }

    @Test
    void connectionThatEndedBeforeTheStartReportsItsBytesFirst() {
        arrives(0, "early");
        events.closed("broken", true);
        assertThat(reported).isEmpty();

        events.start();

        assertThat(reported).containsExactly("early", "reset: broken");
    }

    @Test
    void datagramsThatCameBeforeTheStartAreDropped() {
        events.datagram(bytes("lost"));
        events.start();
        events.datagram(bytes("taken"));

        assertThat(reported).containsExactly("datagram taken");
    }

    @Test
    void nothingFollowsTheEnd() {
        events.start();
        events.closed(null, false);
        events.closed("again", true);
        events.bytes(bytes("late"));
        events.datagram(bytes("late"));

        assertThat(reported).containsExactly("closed: null");
    }

    @Test
    void nothingIsReportedToAUserWhoClosed() {
        arrives(0, "early");
        events.closed("broken", false);

        events.drop();
        events.start();

        assertThat(reported).isEmpty();
    }

    private void arrives(long offset, String text) {
        in.take(offset, bytes(text), events::bytes);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private final class Reports implements ConnectionEvents {

        @Override
        public void onBytes(ByteBuffer bytes) {
            reported.add(text(bytes));
        }

        @Override
        public void onEnd() {
            reported.add("end");
        }

        @Override
        public void onDatagram(ByteBuffer bytes) {
            reported.add("datagram " + text(bytes));
        }

        @Override
        public void onClosed(@Nullable String problem, boolean reset) {
            reported.add((reset ? "reset: " : "closed: ") + problem);
        }

        private static String text(ByteBuffer bytes) {
            return StandardCharsets.US_ASCII.decode(bytes).toString();
        }
    }
}
