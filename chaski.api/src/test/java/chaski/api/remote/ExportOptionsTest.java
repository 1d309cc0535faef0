package chaski.api.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Options are copied, never changed. */
class ExportOptionsTest {

    @Test
    void attributesAndOpenOnesAreKeptApart() {
        ExportOptions options =
                ExportOptions.DEFAULT.attributes("speed", "history").open("history");

        assertThat(options.attributes()).containsExactlyInAnyOrder("speed", "history");
        assertThat(options.open()).containsExactly("history");
        assertThat(ExportOptions.DEFAULT.attributes()).isEmpty();
        assertThat(options.attributes("load").attributes()).containsExactly("load");
        assertThat(options.open()).containsExactly("history");
    }
}
