package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.PeerState;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnouncementTest {

    private static Entry entry(List<Topic> published, List<TopicPattern> subscribed) {
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
        Entry entry = entry(topics(100, 10), patterns(100, 10));
        assertThat(entry.publishedTopics()).hasSize(100);
        assertThat(entry.subscribed()).hasSize(100);
    }

    @Test
    void tooManyTopicsAreSummedUp() {
        assertThat(entry(topics(1025, 1), patterns(3, 1)).published()).containsExactly(Entry.EVERYTHING);
        assertThat(entry(topics(1025, 1), patterns(3, 1)).subscribed()).hasSize(3);
    }

    @Test
    void onlyTheLongerListIsSummedUpIfThatIsEnough() {
        Entry entry = entry(topics(900, 20), patterns(100, 100));
        assertThat(entry.published()).containsExactly(Entry.EVERYTHING);
        assertThat(entry.subscribed()).hasSize(100);
    }

    @Test
    void bothAreSummedUpWhenNeitherFits() {
        Entry entry = entry(topics(1000, 200), patterns(1000, 200));
        assertThat(entry.published()).containsExactly(Entry.EVERYTHING);
        assertThat(entry.subscribed()).containsExactly(Entry.EVERYTHING);
    }

    @Test
    void everyEntryFitsItsLimit() {
        List<Endpoint> endpoints = IntStream.range(0, 100)
                .mapToObj(i -> new Endpoint("tcp", "h".repeat(250) + i, 65535))
                .toList();
        for (int chars : new int[] {1, 30, 240}) {
            for (int count : new int[] {1, 100, 1024, 5000}) {
                Entry entry = new Announcement(
                                "\u20ac".repeat(256), endpoints, topics(count, chars), patterns(count, chars), true)
                        .toEntry(Samples.A, 1, 1);
                assertThat(EntryCodec.bytes(entry)).isLessThanOrEqualTo(Entry.MAX_BYTES);
                assertThat(entry.endpoints()).hasSize(Entry.MAX_ENDPOINTS);
            }
        }
    }

    @Test
    void summedUpTopicsAreNoTopicsToUsers() {
        Entry entry = entry(topics(1025, 1), List.of());
        assertThat(entry.view(PeerState.ALIVE).published()).isEmpty();
    }

    @Test
    void nameThatIsNotTextIsMadeText() {
        assertThat(new Announcement("a\ud800b", List.of(), List.of(), List.of(), false).name())
                .isEqualTo("a?b");
    }
}
