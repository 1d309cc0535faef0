package chaski.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NetworkPathsTest {

    private static final HostPath FORTH = new HostPath("a", "b");
    private static final HostPath BACK = new HostPath("b", "a");

    private final NetworkPaths paths = new NetworkPaths();

    @Test
    void aPathIsBlockedInOneDirection() {
        paths.block(FORTH);

        assertThat(paths.blocked(FORTH)).isTrue();
        assertThat(paths.blocked(BACK)).isFalse();

        paths.unblock(FORTH);
        assertThat(paths.blocked(FORTH)).isFalse();
    }

    @Test
    void anIsolatedHostReachesOnlyItself() {
        paths.isolate("a");

        assertThat(paths.blocked(FORTH)).isTrue();
        assertThat(paths.blocked(BACK)).isTrue();
        assertThat(paths.blocked(new HostPath("a", "a"))).isFalse();
        assertThat(paths.blocked(new HostPath("b", "c"))).isFalse();

        paths.clear();
        assertThat(paths.blocked(FORTH)).isFalse();
    }

    @Test
    void aProfileOfItsOwnHidesTheUsualOne() {
        LinkProfile own = LinkProfile.DEFAULT.delay(Duration.ofMillis(20), Duration.ZERO);
        LinkProfile usual = LinkProfile.DEFAULT.delay(Duration.ofMillis(1), Duration.ZERO);
        paths.profile(FORTH, own);
        paths.usual(usual);

        assertThat(paths.profile(FORTH)).isSameAs(own);
        assertThat(paths.profile(BACK)).isSameAs(usual);

        paths.reset(usual);
        assertThat(paths.profile(FORTH)).isSameAs(usual);
    }
}
