package chaski.api.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Options are copied, never changed. */
class CallOptionsTest {

    @Test
    void eachCopyDiffersInOneOption() {
        CallOptions options =
                CallOptions.DEFAULT.deadline(Duration.ofSeconds(2)).failFast(true);

        assertThat(options.deadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.failFast()).isTrue();
        assertThat(options.selection()).isEqualTo(ExporterSelection.NEAREST);
        assertThat(CallOptions.DEFAULT.failFast()).isFalse();
        assertThat(options.failFast(false).deadline(CallOptions.DEFAULT.deadline()))
                .isEqualTo(CallOptions.DEFAULT)
                .hasSameHashCodeAs(CallOptions.DEFAULT);
    }

    @Test
    void deadlinesAndMetadataAreChecked() {
        assertThatThrownBy(() -> CallOptions.DEFAULT.deadline(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("remote.deadline");
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i <= CallOptions.MAX_METADATA; i++) {
            many.put("key" + i, "value");
        }
        assertThatThrownBy(() -> CallOptions.DEFAULT.metadata(many)).hasMessageContaining("remote.metadata");
    }

    @Test
    void metadataIsCopied() {
        Map<String, String> metadata = new HashMap<>(Map.of("a", "b"));
        CallOptions options = CallOptions.DEFAULT.metadata(metadata);
        metadata.clear();

        assertThat(options.metadata()).containsEntry("a", "b");
    }
}
