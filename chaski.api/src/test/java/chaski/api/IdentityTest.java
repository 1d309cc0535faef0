package chaski.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.security.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identities are SPIFFE IDs of workloads. */
class IdentityTest {

    @Test
    void anIdentityIsReadAndWritten() {
        Identity identity = Identity.parse("spiffe://example.org/group/ingest-1");

        assertThat(identity.trustDomain()).isEqualTo("example.org");
        assertThat(identity.path()).isEqualTo("/group/ingest-1");
        assertThat(identity).hasToString("spiffe://example.org/group/ingest-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "spiffe://",
                "spiffe://example.org",
                "spiffe://example.org/",
                "spiffe://example.org/a/",
                "spiffe://example.org//a",
                "spiffe://example.org/./a",
                "spiffe://example.org/a/..",
                "spiffe://Example.org/a",
                "spiffe://example.org:80/a",
                "spiffe://user@example.org/a",
                "spiffe://example.org/a?b",
                "spiffe://example.org/a#b",
                "spiffe://example.org/%61",
                "spiffe://example.org/ä",
                "SPIFFE://example.org/a",
                "https://example.org/a",
                "spiffe://example.org/a\n",
            })
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Identity.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dotsInsideASegmentAreAllowed() {
        assertThat(Identity.parse("spiffe://example.org/..a/b..").path()).isEqualTo("/..a/b..");
        assertThat(Identity.parse("spiffe://example.org/...").path()).isEqualTo("/...");
    }

    @Test
    void lengthsAreBounded() {
        assertThat(new Identity("a".repeat(255), "/a").trustDomain()).hasSize(255);
        assertThatThrownBy(() -> new Identity("a".repeat(256), "/a")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Identity("a", "/" + "b".repeat(2037)).toString()).hasSize(2048);
        assertThatThrownBy(() -> new Identity("a", "/" + "b".repeat(2038)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
