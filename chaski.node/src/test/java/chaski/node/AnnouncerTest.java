package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Chaski;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnnouncerTest {

    private static final Duration SOON = Duration.ofMillis(3);

    private final PartsScene scene = new PartsScene(builder -> builder.advertise("mem://gateway:1"));
    private final SelfDescription self = new SelfDescription(scene.context, scene.layer, scene.transports);
    private final Announcer announcer = new Announcer(scene.loop, self, scene.membership, scene.pairing);

    @BeforeEach
    void begin() {
        scene.loop.execute(() -> scene.loop.timer().add(scene.membership));
        announcer.announce();
        scene.sessionUp(PartsScene.id(2));
        scene.world.run(Duration.ofSeconds(1));
        scene.sent.clear();
    }

    @Test
    void changeIsAnnouncedAfterAMoment() {
        changeName("b");
        announcer.request();
        assertThat(scene.sent).isEmpty();
        scene.world.run(SOON);

        assertThat(scene.sent).containsExactly(PartsScene.id(2));
    }

    @Test
    void severalChangesAreAnnouncedTogether() {
        changeName("b");
        announcer.request();
        changeName("c");
        announcer.request();
        scene.world.run(SOON);
        int messages = scene.sent.size();
        scene.world.run(SOON);

        assertThat(messages).isEqualTo(1);
        assertThat(scene.sent).hasSize(1);
    }

    @Test
    void changeAfterAnAnnouncementIsAnnouncedToo() {
        changeName("b");
        announcer.request();
        scene.world.run(SOON);
        changeName("c");
        announcer.request();
        scene.world.run(Duration.ofSeconds(2));

        assertThat(scene.sent).hasSize(2);
    }

    @Test
    void withoutAChangeNothingIsSent() {
        announcer.request();
        scene.world.run(SOON);

        assertThat(scene.sent).isEmpty();
    }

    @Test
    void closedAnnouncerAnnouncesNothingMore() {
        changeName("b");
        announcer.request();
        announcer.close();
        scene.world.run(SOON);

        assertThat(scene.sent).isEmpty();
    }

    private void changeName(String name) {
        scene.context.config(Chaski.node()
                .name(name)
                .id(PartsScene.id(1))
                .advertise("mem://gateway:1")
                .config());
    }
}
