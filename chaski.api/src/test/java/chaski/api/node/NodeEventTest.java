package chaski.api.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.NodeEvent.Severity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What all events have in common. */
final class NodeEventTest {

    private static final Instant AT = Instant.ofEpochSecond(5);
    private static final NodeId ID = new NodeId(new UUID(0, 1));

    @Test
    void everyEventHasItsKind() {
        assertThat(Stream.of(NodeEventKind.values()).map(NodeEventKind::type))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        records(NodeEvent.class).map(NodeEventTest::event).toList());
        assertThat(NodeEventKind.values())
                .allSatisfy(kind -> assertThat(kind.name().replace("_", ""))
                        .isEqualToIgnoringCase(kind.type().getSimpleName()));
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(NodeEventTest::records)
                : Stream.of(type);
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends NodeEvent> event(Class<?> type) {
        return (Class<? extends NodeEvent>) type;
    }

    @Test
    void theCommonPartsAreReadWithoutKnowingTheKind() {
        NodeEvent event = new NodeEvent.Parked(AT, ID, "bob", "reset");

        assertThat(event.at()).isEqualTo(AT);
        assertThat(event.kind()).isEqualTo(NodeEventKind.PARKED);
        assertThat(event.severity()).isEqualTo(Severity.INFO);
        assertThat(event.relatedNode()).contains(ID);
        assertThat(event).isInstanceOfSatisfying(NodeEvent.PeerEvent.class, e -> assertThat(e.name())
                .isEqualTo("bob"));
    }

    @Test
    void aPeerThatLeftIsNoReasonForAWarning() {
        assertThat(new NodeEvent.PeerDown(AT, ID, "bob", "silent", false).severity())
                .isEqualTo(Severity.WARNING);
        assertThat(new NodeEvent.PeerDown(AT, ID, "bob", "closing", true).severity())
                .isEqualTo(Severity.INFO);
        assertThat(new NodeEvent.DuplicateId(AT, "tcp://a:1").severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void theRelatedNodeIsFoundInEveryFamily() {
        Endpoint endpoint = Endpoint.parse("tcp://a:1");
        TopicPattern pattern = new TopicPattern("t");

        assertThat(new NodeEvent.DialFailed(AT, endpoint, Optional.of(ID), "refused").relatedNode())
                .contains(ID);
        assertThat(new NodeEvent.DialFailed(AT, endpoint, Optional.empty(), "refused").relatedNode())
                .isEmpty();
        assertThat(new NodeEvent.Stalled(AT, ID, "bob", pattern, Topic.of("t"), 5000).relatedNode())
                .contains(ID);
        assertThat(new NodeEvent.SubscriberCut(AT, ID, "bob", pattern).relatedNode())
                .contains(ID);
        assertThat(new NodeEvent.SubscriptionCut(AT, ID, "bob", pattern).relatedNode())
                .contains(ID);
        assertThat(new NodeEvent.Listening(AT, endpoint).relatedNode()).isEmpty();
    }
}
