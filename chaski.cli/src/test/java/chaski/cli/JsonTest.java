package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void membersKeepTheOrderInWhichTheyWereAdded() {
        String json = Json.object()
                .put("text", "a")
                .put("number", 1L)
                .put("fraction", 1.5)
                .put("list", Json.array(List.of("x", "y")))
                .put("nested", Json.object().put("k", 2L).nested())
                .toString();

        assertThat(json)
                .isEqualTo(
                        "{\"text\":\"a\",\"number\":1,\"fraction\":1.5,\"list\":[\"x\",\"y\"],\"nested\":{\"k\":2}}");
    }

    @Test
    void charactersThatEndAStringOrALineAreEscaped() {
        assertThat(Json.string("\"\\\n\r\t\u0000\u001b\u0085\u2028\ud800é"))
                .isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0000\\u001b\\u0085\\u2028\\ud800é\"");
    }

    @Test
    void nonNumbersAreNull() {
        assertThat(Json.object().put("x", Double.NaN).toString()).isEqualTo("{\"x\":null}");
    }

    @Test
    void emptyObjectIsAnObject() {
        assertThat(Json.object().toString()).isEqualTo("{}");
    }
}
