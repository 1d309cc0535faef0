package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent.Refused;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusedNewsTest {

    private static final String FULL = "membership.refused.directoryFull";
    private static final String VERSION = "membership.refused.version";

    private final PartsScene scene = new PartsScene();
    private final RefusedNews news = new RefusedNews(scene.context);

    @Test
    void whatIsRefusedIsCountedEachTimeAndReportedOnceAMinuteForEachKind() {
        for (int i = 0; i < 100; i++) {
            news.count(FULL);
            news.count(VERSION);
        }
        assertThat(scene.raised(Refused.class)).extracting(Refused::counter).containsExactly(FULL, VERSION);

        scene.world.run(Duration.ofMinutes(1));
        news.count(FULL);
        assertThat(scene.raised(Refused.class)).hasSize(3);
        assertThat(scene.counted(FULL)).isEqualTo(101);
    }

    @Test
    void otherOccurrencesAreOnlyCounted() {
        news.count("membership.queries");

        assertThat(scene.counted("membership.queries")).isEqualTo(1);
        assertThat(scene.events).isEmpty();
    }

    @Test
    void overloadNamesTheHost() {
        news.overloadedBy("b");

        assertThat(scene.raised(Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.from()).isEqualTo("b");
            assertThat(refused.counter()).isEqualTo(MembershipChannel.OVERLOAD);
        });
    }
}
