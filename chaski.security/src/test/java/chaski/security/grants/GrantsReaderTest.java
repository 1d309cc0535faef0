package chaski.security.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantsReaderTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private static Grants read(String text) throws IOException {
        return GrantsReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keysThatBeginWithSlashesAreComments() throws IOException {
        Grants grants = read("""
                {
                  "//": ["a", {"b": 1}],
                  "// rules": null,
                  "rules": [
                    {"//": "why", "who": ["**"], "may": ["join"], "// until": "2020-01-01T00:00:00Z"}
                  ]
                }
                """);

        assertThat(grants.summary(NOW)).isEqualTo("1 rule");
    }

    /** Each line is a file in which an apostrophe represents a quotation mark, and the beginning of the message. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[] | grants.json:1:1: expected an object with the key 'rules'",
                "{} | grants.json:1:2: expected the key 'rules'",
                "{'rules': {}} | grants.json:1:11: expected an array of rules",
                "{'rules': []} 1 | grants.json:1:15: expected the end of the file",
                "{'rules': [], 'rules': []} | grants.json:1:22: Duplicate",
                "{'rulez': []} | grants.json:1:2: unknown key 'rulez'; the nearest is 'rules'",
                "{'rules': ['a']} | grants.json:1:12: expected a rule",
                "{'rules': [{'who': '**'}]} | grants.json:1:1: in this rule: expected either the key 'may' or",
                "{'rules': [{'may': 'join'}]} | grants.json:1:1: in this rule: expected the key 'who'",
                "{'rules': [{'who': '**', 'may': 'see', 'mayNot': 'join'}]} | grants.json:1:1: in this rule: expected either",
                "{'rules': [{'who': '**', 'maynot': 'join'}]} | grants.json:1:26: unknown key 'maynot'; the nearest is 'mayNot'",
                "{'rules': [{'who': '**', 'topic': 'a'}]} | grants.json:1:26: unknown key 'topic'; the nearest is 'topics'",
                "{'rules': [{'who': [], 'may': 'join'}]} | grants.json:1:21: expected at least one value",
                "{'rules': [{'who': 1, 'may': 'join'}]} | grants.json:1:20: expected a text in quotation marks",
                "{'rules': [{'who': 'all', 'may': 'join'}]} | grants.json:1:20: expected '**' or a pattern like",
                "{'rules': [{'who': '**', 'may': 'publsh'}]} | grants.json:1:33: unknown permission 'publsh'; the nearest is 'publish'",
                "{'rules': [{'who': '**', 'may': 'JOIN'}]} | grants.json:1:33: unknown permission 'JOIN'; the nearest is",
                "{'rules': [{'who': '**', 'may': 'publish'}]} | grants.json:1:1: in this rule: expected the key 'topics', for [publish]",
                "{'rules': [{'who': '**', 'may': 'join', 'topics': 'a'}]} | grants.json:1:1: in this rule: the key 'topics' has no effect",
                "{'rules': [{'who': '**', 'may': 'call'}]} | grants.json:1:1: in this rule: expected the key 'services', for [call]",
                "{'rules': [{'who': '**', 'may': 'attach', 'services': 'a', 'members': 'b'}]} | grants.json:1:1: in this rule: the key 'members' has no effect",
                "{'rules': [{'who': '**', 'may': 'publish', 'topics': 'a..b'}]} | grants.json:1:54: invalid topic 'a..b'",
                "{'rules': [{'who': '**', 'may': 'call', 'services': ''}]} | grants.json:1:53: expected a name",
                "{'rules': [{'who': '**', 'may': 'join', 'until': '2030-01-01'}]} | grants.json:1:50: expected an instant like",
                "{'rules': [ | grants.json:1:",
                "{'rules': [{'who': '**', 'may' 'join'}]} | grants.json:1:",
            })
    void aMistakeIsNamedWithItsPosition(String file, String message) {
        assertThatThrownBy(() -> read(file.replace('\'', '"')))
                .isInstanceOf(MalformedGrantsException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void theLineIsThatOfTheMistake() {
        assertThatThrownBy(() -> read("{\n  \"rules\": [\n    {\"who\": \"**\",\n     \"mai\": \"join\"}\n  ]\n}"))
                .hasMessageStartingWith("grants.json:4:6: unknown key 'mai'; the nearest is 'may'");
        assertThatThrownBy(() -> read("{\n  \"rules\": [\n    {\"who\": \"**\"}\n  ]\n}"))
                .hasMessageStartingWith("grants.json:3:1: in this rule");
    }

    @Test
    void theNumberOfRulesIsLimited() throws IOException {
        String rule = "{\"who\":\"**\",\"may\":\"join\"}";
        String most = (rule + ",").repeat(GrantsReader.MOST_RULES - 1) + rule;

        assertThat(read("{\"rules\":[" + most + "]}").summary(NOW)).isEqualTo("10000 rules");
        assertThatThrownBy(() -> read("{\"rules\":[" + most + "," + rule + "]}"))
                .hasMessageContaining("expected at most 10000 rules");
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> read("{\"//\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}"))
                .isInstanceOf(MalformedGrantsException.class);
    }
}
