package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DirectorySharesTest {

    private static final NodeId LIAR = Samples.A;
    private static final NodeId HONEST = Samples.B;
    private static final long FRESH_NS = DirectoryShares.STALE_NS - 1;

    private final DirectoryShares shares = new DirectoryShares(10, 1 << 20);

    @Test
    void theLargestShareMakesRoomForSmallerOnesOldestFirst() {
        DirectoryRecord oldest = known(1, 0);
        shares.add(oldest, LIAR);
        shares.add(known(2, 1), LIAR);
        shares.add(known(3, 2), LIAR);
        shares.add(known(4, 0), HONEST);

        assertThat(shares.victim(HONEST, FRESH_NS)).isSameAs(oldest);
        assertThat(shares.victim(Samples.C, FRESH_NS)).isSameAs(oldest);
        assertThat(shares.victim(LIAR, FRESH_NS)).as("for its own").isNull();
    }

    @Test
    void equalSharesMakeNoRoomForEachOther() {
        shares.add(known(1, 0), LIAR);
        shares.add(known(2, 0), LIAR);
        shares.add(known(3, 0), HONEST);
        assertThat(shares.victim(HONEST, FRESH_NS)).as("it would be as large").isNull();
    }

    @Test
    void bytesCountAsMuchAsNodes() {
        DirectoryShares small = new DirectoryShares(10, 512);
        DirectoryRecord large = new DirectoryRecord(Samples.named(id(1), 1, 1, "x".repeat(250)), 0, 0);
        small.add(large, LIAR);
        small.add(known(2, 0), HONEST);
        small.add(known(3, 0), HONEST);

        assertThat(small.victim(HONEST, FRESH_NS)).isSameAs(large);
    }

    @Test
    void whatWasVouchedForLastGoesLast() {
        DirectoryRecord first = known(1, 0);
        DirectoryRecord second = known(2, 1);
        shares.add(first, LIAR);
        shares.add(second, LIAR);
        shares.add(known(3, 1), LIAR);
        shares.vouched(first, HONEST);

        assertThat(shares.victim(HONEST, FRESH_NS)).isSameAs(second);
        assertThat(shares.announcer(first))
                .as("a vouch does not change who reported it")
                .isEqualTo(LIAR);
    }

    @Test
    void whatIsStaleMakesRoomForAnything() {
        DirectoryRecord stale = known(1, 0);
        shares.add(stale, HONEST);
        shares.add(known(2, 2), LIAR);
        shares.add(known(3, 2), LIAR);

        assertThat(shares.victim(LIAR, DirectoryShares.STALE_NS)).isSameAs(stale);
    }

    @Test
    void whatGonePeersHaveToldIsOneShareAndGoesOverToWhoVouches() {
        DirectoryRecord kept = known(1, 0);
        shares.add(kept, LIAR);
        shares.add(known(2, 0), LIAR);
        shares.add(known(3, 0), Samples.C);
        shares.gone(LIAR);
        shares.gone(Samples.C);
        assertThat(shares.announcer(kept)).isNull();

        shares.vouched(kept, HONEST);
        assertThat(shares.announcer(kept)).isEqualTo(HONEST);
        assertThat(shares.victim(LIAR, FRESH_NS))
                .matches(victim -> victim != null && victim.id().equals(id(2)));
    }

    @Test
    void whatIsRemovedIsInNoShare() {
        DirectoryRecord known = known(1, 0);
        shares.add(known, LIAR);
        shares.remove(known);
        shares.remove(known);

        assertThat(shares.victim()).isNull();
    }

    private static DirectoryRecord known(long number, long vouchedNs) {
        return new DirectoryRecord(Samples.named(id(number), 1, 1, "n"), 0, vouchedNs);
    }

    private static NodeId id(long number) {
        return new NodeId(new UUID(7, number));
    }
}
