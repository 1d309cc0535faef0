package chaski.security.grants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NamePatternTest {

    @Test
    void starsMatchAnyCharacters() {
        List<String> patterns = texts(List.of("a", "b", "*"), 4);
        List<String> names = texts(List.of("a", "b"), 5);
        for (String pattern : patterns) {
            Pattern oracle = Pattern.compile(pattern.replace("*", ".*"));
            NamePattern tested = new NamePattern(pattern);
            for (String name : names) {
                assertThat(tested.matches(name))
                        .as("%s matches %s", pattern, name)
                        .isEqualTo(oracle.matcher(name).matches());
            }
        }
    }

    @Test
    void otherCharactersMatchThemselvesOnly() {
        assertThat(new NamePattern("a.b").matches("a.b")).isTrue();
        assertThat(new NamePattern("a.b").matches("axb")).isFalse();
        assertThat(new NamePattern("clock").matches("Clock")).isFalse();
    }

    /** All texts of up to a number of letters. */
    private static List<String> texts(List<String> letters, int longest) {
        List<String> all = new ArrayList<>();
        List<String> last = List.of("");
        for (int i = 0; i < longest; i++) {
            last = last.stream()
                    .flatMap(text -> letters.stream().map(text::concat))
                    .toList();
            all.addAll(last);
        }
        return all;
    }
}
