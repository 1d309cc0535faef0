package chaski.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.security.Decision;
import chaski.api.security.Permission;
import chaski.node.session.AllowedRequests.Request;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllowedRequestsTest {

    private static final Decision ALLOWED = Decision.allow("grants.json:3");

    private final AllowedRequests requests = new AllowedRequests();

    private static Request call(String member) {
        return new Request(Permission.CALL, "clock", member);
    }

    @Test
    void aDecisionIsKnownUntilTheGrantsChange() {
        requests.add(call("now"), ALLOWED, 1);

        assertThat(requests.find(call("now"), 1)).isEqualTo(ALLOWED);
        assertThat(requests.find(call("set"), 1)).isNull();
        assertThat(requests.find(new Request(Permission.GET, "clock", "now"), 1))
                .isNull();
        assertThat(requests.find(call("now"), 2)).isNull();
    }

    @Test
    void aPeerThatAsksForManyThingsTakesNoMoreMemory() {
        IntStream.range(0, 3 * AllowedRequests.MAX_REQUESTS).forEach(i -> requests.add(call("m" + i), ALLOWED, 1));

        long kept = IntStream.range(0, 3 * AllowedRequests.MAX_REQUESTS)
                .filter(i -> requests.find(call("m" + i), 1) != null)
                .count();
        assertThat(kept).isPositive().isLessThanOrEqualTo(AllowedRequests.MAX_REQUESTS);
    }
}
