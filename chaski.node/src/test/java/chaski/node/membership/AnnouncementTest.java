package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.PeerState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnouncementTest {

    private static NodeEntry entry(List<Topic> published, List<TopicPattern> subscribed) {
        return new Announcement("a", List.of(), published, subscribed, false).toEntry(Samples.A, 1, 1);
    }

    private static List<Topic> topics(int count, int tokenChars) {
        return IntStream.range(0, count)
                .mapToObj(i -> Topic.of("x".repeat(tokenChars) + "." + i))
                .toList();
    }

    private static List<TopicPattern> patterns(int count, int tokenChars) {
        return topics(count, tokenChars).stream()
                .map(topic -> TopicPattern.of(topic.name() + ".*"))
                .toList();
    }

    @Test
    void topicsThatFitAreListed() {
        NodeEntry entry = entry(topics(16_384, 10), patterns(9_000, 10));
        assertThat(entry.publishedTopics()).hasSize(16_384);
        assertThat(entry.subscribed()).hasSize(9_000);
    }

    @Test
    void orderOfDeclarationMakesNoDifference() {
        List<Topic> shuffled = new ArrayList<>(topics(100, 3));
        Collections.shuffle(shuffled, new Random(1));
        assertThat(entry(shuffled, List.of())).isEqualTo(entry(topics(100, 3), List.of()));
    }

    @Test
    void tooManyTopicsAreSummarized() {
        NodeEntry entry = entry(topics(16_385, 1), patterns(3, 1));
        assertThat(entry.published()).containsExactly(TopicPattern.of("x.>"));
        assertThat(entry.subscribed()).hasSize(3);
    }

    @Test
    void shortListIsLeftWholeBesideALongOne() {
        NodeEntry entry = entry(topics(10_000, 60), patterns(1_000, 100));
        assertThat(entry.published()).containsExactly(TopicPattern.of("x".repeat(60) + ".>"));
        assertThat(entry.subscribed()).hasSize(1_000);
    }

    @Test
    void bothAreSummarizedWhenNeitherFits() {
        NodeEntry entry = entry(topics(10_000, 200), patterns(10_000, 200));
        assertThat(entry.published()).containsExactly(TopicPattern.of("x".repeat(200) + ".>"));
        assertThat(entry.subscribed()).containsExactly(TopicPattern.of("x".repeat(200) + ".>"));
    }

    @Test
    void everyEntryFitsItsLimit() {
        List<Endpoint> endpoints = IntStream.range(0, 100)
                .mapToObj(i -> new Endpoint("tcp", "h".repeat(250) + i, 65535))
                .toList();
        for (int chars : new int[] {1, 30, 240}) {
            for (int count : new int[] {1, 100, 1024, 20_000}) {
                NodeEntry entry = new Announcement(
                                "\u20ac".repeat(256), endpoints, topics(count, chars), patterns(count, chars), true)
                        .toEntry(Samples.A, 1, 1);
                assertThat(EntryCodec.bytes(entry)).isLessThanOrEqualTo(NodeEntry.MAX_BYTES);
                assertThat(EntryCodec.bytes(EarlierEntry.of(entry))).isLessThanOrEqualTo(EarlierEntry.MAX_BYTES);
                assertThat(entry.endpoints()).hasSize(NodeEntry.MAX_ENDPOINTS);
            }
        }
    }

    @Test
    void summarizedTopicsAreNoTopicsToUsers() {
        NodeEntry entry = entry(topics(16_385, 1), List.of());
        assertThat(entry.view(PeerState.ALIVE).published()).isEmpty();
    }

    @Test
    void peersOfEarlierBuildsAreSentAllTopicsAsOnePattern() {
        NodeEntry few = entry(topics(1024, 1), patterns(3, 1));
        assertThat(EarlierEntry.of(few)).isSameAs(few);
        NodeEntry many = entry(topics(1025, 1), patterns(3, 1));
        assertThat(EarlierEntry.of(many).published()).containsExactly(NodeEntry.EVERYTHING);
        assertThat(EarlierEntry.of(many).subscribed()).isEqualTo(many.subscribed());
        NodeEntry summarized = entry(topics(16_385, 1), List.of());
        assertThat(EarlierEntry.of(summarized).published()).containsExactly(NodeEntry.EVERYTHING);
        NodeEntry wide = entry(topics(900, 20), patterns(100, 100));
        assertThat(EarlierEntry.of(wide).published()).containsExactly(NodeEntry.EVERYTHING);
        assertThat(EarlierEntry.of(wide).subscribed()).hasSize(100);
    }

    @Test
    void nameThatIsNotTextIsMadeText() {
        assertThat(new Announcement("a\ud800b", List.of(), List.of(), List.of(), false).name())
                .isEqualTo("a?b");
    }
}
