package chaski.security.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.security.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityPatternTest {

    @ParameterizedTest
    @CsvSource({
        "**,                              spiffe://example.org/a,            true",
        "**,                              spiffe://other.org/a/b/c,          true",
        "spiffe://example.org/a,          spiffe://example.org/a,            true",
        "spiffe://example.org/a,          spiffe://example.org/a/b,          false",
        "spiffe://example.org/a,          spiffe://example.org/A,            false",
        "spiffe://example.org/a,          spiffe://example.com/a,            false",
        "spiffe://example.org/*,          spiffe://example.org/a,            true",
        "spiffe://example.org/*,          spiffe://example.org/a/b,          false",
        "spiffe://example.org/**,         spiffe://example.org/a,            true",
        "spiffe://example.org/**,         spiffe://example.org/a/b/c,        true",
        "spiffe://example.org/**,         spiffe://example.org.evil/a,       false",
        "spiffe://example.org/**,         spiffe://xexample.org/a,           false",
        "spiffe://example.org/a/**,       spiffe://example.org/a,            false",
        "spiffe://example.org/a/**,       spiffe://example.org/a/b,          true",
        "spiffe://example.org/a/**,       spiffe://example.org/ab/c,         false",
        "spiffe://example.org/a/*/c,      spiffe://example.org/a/b/c,        true",
        "spiffe://example.org/a/*/c,      spiffe://example.org/a/c,          false",
        "spiffe://example.org/a/*/c,      spiffe://example.org/a/b/b/c,      false",
        "spiffe://example.org/sensor-*,   spiffe://example.org/sensor-7,     true",
        "spiffe://example.org/sensor-*,   spiffe://example.org/sensor-7/a,   false",
        "spiffe://example.org/sensor-*,   spiffe://example.org/actor-7,      false",
        "spiffe://*.example.org/**,       spiffe://eu.west.example.org/a,    true",
        "spiffe://*.example.org/**,       spiffe://example.org/a,            false",
    })
    void anIdentityMatches(String pattern, String identity, boolean expected) {
        assertThat(IdentityPattern.parse(pattern).matches(Identity.parse(identity)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "***",
                "example.org/a",
                "https://example.org/a",
                "spiffe://example.org",
                "spiffe://example.org/",
                "spiffe://Example.org/a",
                "spiffe:///a",
                "spiffe://**/a",
                "spiffe://example.org//a",
                "spiffe://example.org/a/",
                "spiffe://example.org/../a",
                "spiffe://example.org/**/a",
                "spiffe://example.org/a**",
                "spiffe://example.org/a b",
                "spiffe://example.org/a?",
            })
    void aMalformedPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> IdentityPattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void theMessageNamesTheExpectedForm() {
        assertThatThrownBy(() -> IdentityPattern.parse("spiffe://example.org/**/a"))
                .hasMessage("expected '**' only as the whole last segment, got 'spiffe://example.org/**/a'");
    }
}
