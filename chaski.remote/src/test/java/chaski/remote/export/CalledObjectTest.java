package chaski.remote.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The objects that a call addresses. */
class CalledObjectTest {

    private final ServingScene scene = new ServingScene();

    @Test
    void anExportIsFoundByItsNumberUntilItIsWithdrawn() throws Exception {
        ServingScene.Counter counter = new ServingScene.Counter();
        long number = scene.export("counter", counter);

        CalledObject called =
                CalledObject.find(scene.exports, scene.peer, number).orElseThrow();

        assertThat(called.begin()).isTrue();
        assertThat(called.observedKey()).isSameAs(called.export());
        assertThat(called.target(new TargetResolver(scene.adapters)).object()).isSameAs(counter);
        called.end();

        scene.exports.drain();
        assertThat(called.begin()).isFalse();
        assertThat(CalledObject.find(scene.exports, scene.peer, number)).isEmpty();
    }

    @Test
    void aNumberOfNothingIsNotFound() {
        assertThat(CalledObject.find(scene.exports, scene.peer, 99)).isEmpty();
    }
}
