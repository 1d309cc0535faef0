package chaski.node.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class IdClaimsTest {

    private static final NodeId ID = new NodeId(new UUID(0, 1));

    private final IdClaims claims = new IdClaims();
    private final Runnable second = () -> {};
    private final Runnable third = () -> {
        throw new AssertionError("run by nobody");
    };

    @Test
    void theFirstKeepsTheIdAndOthersFollowInTurn() {
        assertThat(claims.claim(ID, "a", () -> {})).isEmpty();
        assertThat(claims.claim(ID, "b", second)).contains("a");
        assertThat(claims.claim(ID, "c", third)).contains("a");

        assertThat(claims.release(ID)).contains(second);
        assertThat(claims.claim(ID, "b", second)).isEmpty();
        assertThat(claims.release(ID)).contains(third);
        assertThat(claims.release(ID)).isEmpty();
    }

    @Test
    void aWithdrawnClaimIsNotNext() {
        assertThat(claims.claim(ID, "a", () -> {})).isEmpty();
        assertThat(claims.claim(ID, "b", second)).contains("a");
        claims.withdraw(second);

        assertThat(claims.release(ID)).isEmpty();
        assertThat(claims.claim(ID, "c", third)).isEmpty();
    }
}
