package chaski.node.identity;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.security.Identity;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class NodeIdsTest {

    private static final Identity HUB = Identity.parse("spiffe://example.org/hub");

    /** Computed with sha256sum: other implementations have to come to the same id. */
    @Test
    void isThatOfTheSpecification() {
        assertThat(NodeIds.of(HUB, "1").value()).isEqualTo(UUID.fromString("981de296-707f-8e83-8028-23eff2994a26"));
    }

    @Test
    void isAUuidOfVersion8() {
        UUID id = NodeIds.of(HUB, "1").value();

        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void identityAndInstanceAreNotJoined() {
        assertThat(NodeIds.of(Identity.parse("spiffe://example.org/a"), "bc"))
                .isNotEqualTo(NodeIds.of(Identity.parse("spiffe://example.org/ab"), "c"));
        assertThat(NodeIds.of(HUB, "1")).isNotEqualTo(NodeIds.of(HUB, "2"));
    }
}
