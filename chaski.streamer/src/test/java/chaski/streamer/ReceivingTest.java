package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.api.Topic;
import chaski.api.streamer.Message;
import chaski.api.streamer.Origin;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.streamer.fake.FakeNode;
import chaski.streamer.fake.FakePeer;
import chaski.streamer.fake.FakeSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close();
    }

    private Subscription<String> subscribe(String pattern) {
        return node.streamer().subscribe(pattern, String.class);
    }

    private static List<String> takeAll(Subscription<String> subscription) {
        List<String> payloads = new ArrayList<>();
        for (Optional<Message<String>> next = subscription.next(Duration.ZERO);
                next.isPresent();
                next = subscription.next(Duration.ZERO)) {
            payloads.add(next.get().payload());
        }
        return payloads;
    }

    @Test
    void aMessageArrivesWithAllThatBelongsToIt() {
        Subscription<String> in = subscribe("lab.>");
        FakePeer peer = FakePeer.publishing(node, "lab.eeg", "text");

        peer.sendNow(Map.of("unit", "µV"), "hello");

        Message<String> message = in.next(Duration.ZERO).orElseThrow();
        assertThat(message.topic()).isEqualTo(Topic.of("lab.eeg"));
        assertThat(message.payload()).isEqualTo("hello");
        assertThat(message.origin()).isEqualTo(new Origin(FakeSession.PEER, 77, FakePeer.ROUTE));
        assertThat(message.sequence()).isEqualTo(1);
        assertThat(message.timestamp()).isEqualTo(Instant.ofEpochMilli(FakePeer.PUBLISHED_MS));
        assertThat(message.headers()).containsExactly(Map.entry("unit", "µV"));
    }

    @Test
    void messagesAreSeenOnceTheReadIsOver() {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");

        peer.send("1");
        peer.send("2");
        assertThat(in.next(Duration.ZERO)).isEmpty();
        peer.idle();

        assertThat(takeAll(in)).containsExactly("1", "2");
    }

    @Test
    void aLongReadIsHandedOverInParts() {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");

        for (int i = 0; i < 1_100; i++) {
            peer.send("" + i);
        }
        assertThat(in.next(Duration.ZERO)).isPresent();
        peer.idle();

        assertThat(takeAll(in)).hasSize(1_099).startsWith("1", "2").endsWith("1099");
    }

    @Test
    void aSubscriptionThatThePeerHasNotAppliedGetsNothing() {
        Subscription<String> before = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        Subscription<String> after = subscribe("a");

        peer.sendNow("old");
        peer.applyAll();
        peer.sendNow("new");

        assertThat(takeAll(before)).containsExactly("old", "new");
        assertThat(takeAll(after)).containsExactly("new");
        assertThat(peer.session().unsubscribed()).isZero();
    }

    @Test
    void aMessageForAClosedSubscriptionIsCountedAsUnsubscribed() {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        in.close();

        peer.sendNow("late");

        assertThat(peer.session().unsubscribed()).isEqualTo(1);
        assertThat(in.next(Duration.ZERO)).isEmpty();
        assertThat(node.channel().declared().get(0).isWithdrawn()).isTrue();
    }

    @Test
    void aMessageForNoSubscriptionIsCountedAsUnsubscribed() {
        FakePeer peer = FakePeer.publishing(node, "a", "text");

        peer.sendNow("x");

        assertThat(peer.session().unsubscribed()).isEqualTo(1);
    }

    @Test
    void resubscribingDoesNotBringBackWhatWasForTheSubscriptionBefore() {
        Subscription<String> first = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        first.close();
        Subscription<String> second = subscribe("a");

        peer.sendNow("for the first");
        peer.applyAll();
        peer.sendNow("for the second");

        assertThat(takeAll(second)).containsExactly("for the second");
        assertThat(peer.session().unsubscribed()).isEqualTo(1);
    }

    @Test
    void closingDiscardsTheQueueAndGivesItsCreditBack() {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        peer.sendNow("1");
        peer.sendNow("2");
        peer.sendNow("3");
        in.next(Duration.ZERO);
        peer.send("gathered, not queued yet");

        in.close();
        peer.idle();

        assertThat(in.next(Duration.ZERO)).isEmpty();
        assertThat(in.statistics()).isEqualTo(new Subscription.Statistics(4, 1, 0, 3));
        assertThat(peer.session().credit(node.channel().declared().get(0)).outstanding())
                .isZero();
        assertThat(in.isClosed()).isTrue();
    }

    @Test
    void takingGivesCreditBackAndAnEmptyQueueOwesNothing() {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        for (int i = 0; i < 1000; i++) {
            peer.send("x");
        }
        peer.idle();
        FakeSession.FakeCredit credit =
                peer.session().credit(node.channel().declared().get(0));
        assertThat(credit.outstanding()).isEqualTo(128_000);

        takeAll(in);

        assertThat(credit.outstanding()).isZero();
    }

    @Test
    void aPeerBeyondItsCreditBreaksTheProtocolAndNoSubscriptionReceivesTheMessage() {
        Subscription<String> small =
                node.streamer().subscribe("a", String.class, SubscriptionOptions.DEFAULT.queueBytes(256));
        Subscription<String> large = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        peer.send("1");
        peer.send("2");

        assertThatThrownBy(() -> peer.send("3"))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("credit");

        peer.inbound().onClosed();
        assertThat(takeAll(small)).containsExactly("1", "2");
        assertThat(takeAll(large)).containsExactly("1", "2");
    }

    @Test
    void eachSubscriptionHasBytesOfItsOwn() {
        Subscription<byte[]> one = node.streamer().subscribe("a", byte[].class);
        Subscription<byte[]> two = node.streamer().subscribe("a", byte[].class);
        Subscription<ByteBuffer> three = node.streamer().subscribe("a", ByteBuffer.class);
        Subscription<Object> four = node.streamer().subscribe("a", Object.class);
        FakePeer peer = FakePeer.publishing(node, "a", "bytes");
        peer.sendNow("abc");

        one.next(Duration.ZERO).orElseThrow().payload()[0] = 'X';

        assertThat(two.next(Duration.ZERO).orElseThrow().payload()).asString().isEqualTo("abc");
        ByteBuffer shown = three.next(Duration.ZERO).orElseThrow().payload();
        assertThat(shown.isReadOnly()).isTrue();
        assertThat(StandardCharsets.UTF_8.decode(shown).toString()).isEqualTo("abc");
        assertThat((byte[]) four.next(Duration.ZERO).orElseThrow().payload())
                .asString()
                .isEqualTo("abc");
    }

    @Test
    void aPublisherThatClosesAndANewOneAreDistinguished() {
        Subscription<String> in = subscribe(">");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        for (long route = 10; route < 1000; route++) {
            peer.introduce(route, "many." + route, "text");
        }
        for (long route = 10; route < 1000; route += 2) {
            peer.inbound().onRouteClosed(route);
        }

        peer.inbound().onMessage(11, 1, FakePeer.message(Map.of(), new byte[] {'x'}));
        peer.idle();

        assertThat(in.next(Duration.ZERO).orElseThrow().topic()).isEqualTo(Topic.of("many.11"));
        assertThatThrownBy(() -> peer.inbound().onMessage(12, 1, FakePeer.message(Map.of(), new byte[0])))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aLargeMessageIsForThoseWhoWereThereWhenItBegan() {
        Subscription<String> early = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        peer.begin();
        Subscription<String> late = subscribe("a");
        peer.applyAll();

        peer.sendNow("large");
        peer.sendNow("next");

        assertThat(takeAll(early)).containsExactly("large", "next");
        assertThat(takeAll(late)).containsExactly("next");
    }

    @Test
    void aLargeMessageWhoseSubscriptionClosedMeanwhileIsCountedAsUnsubscribed() {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        peer.begin();
        in.close();

        peer.sendNow("large");

        assertThat(peer.session().unsubscribed()).isEqualTo(1);
    }

    @Test
    void drainingTakesWhatWasSentBeforeThePeerAppliedIt() {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        FakePeer slow = FakePeer.publishing(node, "a", "text");
        peer.sendNow("1");
        in.drain();

        peer.sendNow("2");
        peer.applyAll();
        peer.sendNow("not for it");
        slow.sendNow("3");
        assertThat(in.isClosed()).isFalse();
        slow.applyAll();
        node.channel().declared().get(0).withdrawalApplied();

        assertThat(in.isClosed()).isFalse();
        List<String> taken = new ArrayList<>();
        in.forEach(m -> taken.add(m.payload()));
        assertThat(taken).containsExactly("1", "2", "3");
        assertThat(in.isClosed()).isTrue();
        assertThat(peer.session().unsubscribed()).isEqualTo(1);
    }

    @Test
    void drainingAnEmptyQueueWaitsForWhatPeersStillSend() {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        in.drain();
        assertThat(in.isClosed()).isFalse();

        peer.sendNow("sent before the peer applied it");
        peer.applyAll();
        node.channel().declared().get(0).withdrawalApplied();

        assertThat(takeAll(in)).containsExactly("sent before the peer applied it");
        assertThat(in.isClosed()).isTrue();
    }

    @Test
    void drainingWaitsForALargeMessageOnItsWay() {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        peer.begin();
        in.drain();
        peer.applyAll();
        node.channel().declared().get(0).withdrawalApplied();
        assertThat(in.isClosed()).isFalse();

        peer.send("large");
        assertThat(takeAll(in)).containsExactly("large");
        assertThat(in.isClosed()).isTrue();
    }

    @Test
    void drainingDoesNotWaitForALargeMessageOfASessionThatEnded() {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        peer.begin();
        in.drain();
        peer.inbound().onClosed();
        node.channel().declared().get(0).withdrawalApplied();

        assertThat(in.isClosed()).isTrue();
        assertThat(in.awaitClosed(LONG)).isTrue();
    }

    @Test
    void drainingEndsWithTheSessionOfALargeMessageOnItsWay() {
        drainingEndsWhen(peer -> peer.inbound().onClosed());
    }

    @Test
    void drainingEndsWithThePublisherOfALargeMessageOnItsWay() {
        drainingEndsWhen(peer -> peer.inbound().onRouteClosed(FakePeer.ROUTE));
    }

    /** The message is the last that is waited for. */
    private void drainingEndsWhen(Consumer<FakePeer> itDoesNotCome) {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        FakePeer other = FakePeer.publishing(node, "a", "text");
        peer.sendNow("before");
        peer.begin();
        other.begin();
        in.drain();
        node.channel().declared().get(0).withdrawalApplied();
        assertThat(takeAll(in)).containsExactly("before");

        itDoesNotCome.accept(peer);
        assertThat(in.isClosed()).isFalse();
        itDoesNotCome.accept(other);

        assertThat(in.isClosed()).isTrue();
        assertThat(in.awaitClosed(LONG)).isTrue();
        assertThat(in.next(LONG)).isEmpty();
    }

    @Test
    void receivedMessagesRemainWhenTheSessionHasEnded() {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        peer.send("last");
        peer.inbound().onClosed();

        assertThat(takeAll(in)).containsExactly("last");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "0000000000000000",
                "020000000000000000",
                "ff0000000000000000",
                "810000000000000000",
                "010000000000000000",
                "01000000000000000000",
                "01000000000000000041",
                "0100000000000000000100",
                "010000000000000000010000",
                "0100000000000000000100000000",
                "01000000000000000001000161",
                "0100000000000000000100016100",
                "010000000000000000010001610002",
                "01000000000000000001000161ffff",
                "0100000000000000000104016100",
                "010000000000000000010001ff0000",
                "01000000000000000001000161000180",
                "01000000000000000002000161000000016100",
                "0100000000000000000200016100000001610000"
            })
    void bytesThatAreNoMessageBreakTheProtocol(String hex) {
        subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");

        assertThatThrownBy(() -> peer.inbound()
                        .onMessage(
                                FakePeer.ROUTE,
                                1,
                                ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "02000161000474657874",
                "01",
                "0100",
                "010000",
                "01000161",
                "0100016100",
                "010001610000",
                "01000161000474657800",
                "0100016100047465780000",
                "010001610001",
                "01ffff61",
                "01000161ffff",
                "0100012a000474657874",
                "010001ff000474657874",
                "01000161000154",
                "01000161000120",
                "0100016100047465787461",
                "010002612e000474657874"
            })
    void bytesThatAreNoPreambleBreakTheProtocol(String hex) {
        FakePeer peer = FakePeer.publishing(node, "a", "text");

        assertThatThrownBy(() ->
                        peer.inbound().onRoute(9, ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("preamble");
    }

    @Test
    void aPublisherIntroducedTwiceOrNeverBreaksTheProtocol() {
        FakePeer peer = FakePeer.publishing(node, "a", "text");

        assertThatThrownBy(() -> peer.introduce(FakePeer.ROUTE, "b", "text")).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> peer.inbound().onRouteClosed(99)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> peer.inbound().onMessageBegun(99, 1)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 4, 1, 0, -1, Long.MIN_VALUE})
    void aNumberThatIsNotHigherThanTheLastOneBreaksTheProtocol(long number) {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        for (int i = 1; i <= 5; i++) {
            peer.send("" + i);
        }

        assertThatThrownBy(() -> peer.inbound().onMessage(FakePeer.ROUTE, number, text("again")))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("expected a message after number 5, got number " + number);
        assertThatThrownBy(() -> peer.inbound().onMessageBegun(FakePeer.ROUTE, number))
                .isInstanceOf(ProtocolException.class);

        peer.idle();
        assertThat(takeAll(in)).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void numbersMayHaveGapsAndAreThoseOfTheirPublisher() {
        Subscription<String> in = subscribe(">");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        peer.introduce(9, "b", "text");

        peer.inbound().onMessage(FakePeer.ROUTE, 1_000, text("a"));
        peer.inbound().onMessage(9, 1, text("b"));
        peer.inbound().onMessage(FakePeer.ROUTE, 2_000, text("c"));
        peer.idle();

        assertThat(takeAll(in)).containsExactly("a", "b", "c");
    }

    @Test
    void anotherMessageOfThePublisherWithinALargeOneBreaksTheProtocol() {
        Subscription<String> in = subscribe("a");
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        peer.inbound().onMessageBegun(FakePeer.ROUTE, 7);

        for (long number : new long[] {6, 8}) {
            assertThatThrownBy(() -> peer.inbound().onMessage(FakePeer.ROUTE, number, text("within")))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("expected the rest of number 7, got number " + number);
        }

        peer.inbound().onMessage(FakePeer.ROUTE, 7, text("large"));
        assertThat(takeAll(in)).containsExactly("large");
    }

    private static ByteBuffer text(String payload) {
        return FakePeer.message(Map.of(), payload.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void morePublishersThanAnyoneHasBreakTheProtocol() {
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        for (int i = 1; i < 65_536; i++) {
            peer.introduce(100 + i, "t", "text");
        }

        assertThatThrownBy(() -> peer.introduce(99, "t", "text"))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("65536");
    }
}
