package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.PartsScene;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointBookTest {

    private static final NodeId NODE = PartsScene.id(2);
    private static final NodeId OTHER = PartsScene.id(3);
    private static final Endpoint ANNOUNCED = PartsScene.at("announced");
    private static final Endpoint REACHED = PartsScene.at("reached");
    private static final Endpoint JOINED = PartsScene.at("joined");

    private final Map<NodeId, List<Endpoint>> directory = new HashMap<>(Map.of(NODE, List.of(ANNOUNCED)));
    private long nowNs = Long.MAX_VALUE - 10;
    private final EndpointBook book = new EndpointBook(
            new PartsScene().layer.sessions(), node -> directory.getOrDefault(node, List.of()), () -> nowNs);

    @Test
    void endpointsAreThoseAnnouncedThenThoseWhereANodeWasReached() {
        book.learned(NODE, REACHED);

        assertThat(book.endpoints(NODE)).containsExactly(ANNOUNCED, REACHED);
        assertThat(book.endpoints(OTHER)).isEmpty();
    }

    @Test
    void endpointWhereANodeWasReachedIsForgottenAfterADay() {
        book.learned(NODE, REACHED);
        nowNs += EndpointBook.LEARNED_FOR.toNanos() - 1;
        assertThat(book.isKnownAt(NODE, REACHED)).isTrue();
        nowNs++;

        assertThat(book.endpoints(NODE)).containsExactly(ANNOUNCED);
        assertThat(book.isVerified(NODE, REACHED)).isFalse();
    }

    @Test
    void nodeIsFoundBehindAJoinedEndpoint() {
        book.join(JOINED);
        assertThat(book.behind(JOINED)).isEmpty();
        book.learned(NODE, JOINED);

        assertThat(book.behind(JOINED)).contains(NODE);
        assertThat(book.isJoined(NODE)).isTrue();
        assertThat(book.isJoined(OTHER)).isFalse();
        nowNs += EndpointBook.LEARNED_FOR.toNanos();
        assertThat(book.endpoints(NODE)).as("as long as it is joined").containsExactly(ANNOUNCED, JOINED);
    }

    @Test
    void anotherNodeBehindAJoinedEndpointReplacesTheFirst() {
        book.join(JOINED);
        book.learned(NODE, JOINED);
        book.learned(OTHER, JOINED);

        assertThat(book.behind(JOINED)).contains(OTHER);
        assertThat(book.isJoined(NODE)).isFalse();
    }

    @Test
    void nobodyIsBehindAnEndpointThatIsNotJoinedAnyMore() {
        book.join(JOINED);
        book.learned(NODE, JOINED);
        book.removeSeed(JOINED);

        assertThat(book.isJoined(NODE)).isFalse();
        book.join(JOINED);
        assertThat(book.behind(JOINED)).isEmpty();
    }

    @Test
    void announcedEndpointIsNotVerifiedUntilTheNodeHasAnsweredThereOrTheUserJoinsIt() {
        assertThat(book.isVerified(NODE, ANNOUNCED)).isFalse();
        book.learned(NODE, ANNOUNCED);
        assertThat(book.isVerified(NODE, ANNOUNCED)).isTrue();
        assertThat(book.isVerified(OTHER, ANNOUNCED)).isFalse();
        book.join(ANNOUNCED);
        assertThat(book.isVerified(OTHER, ANNOUNCED)).isTrue();
    }

    @Test
    void numberOfNodesThatAreRememberedIsBounded() {
        List<NodeId> nodes = new ArrayList<>();
        for (int i = 0; i <= EndpointBook.MAX_LEARNED_NODES; i++) {
            nodes.add(PartsScene.id(1_000 + i));
            book.learned(nodes.get(i), REACHED);
        }

        assertThat(book.endpoints(nodes.get(0))).isEmpty();
        assertThat(book.endpoints(nodes.get(1))).containsExactly(REACHED);
    }
}
