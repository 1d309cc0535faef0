package chaski.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.node.context.CoalescedTask;
import chaski.node.send.SendChannel;
import chaski.node.send.SomeRoute;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionResourcesTest {

    private final SessionScene scene = new SessionScene();

    @Test
    void aSendChannelKeepsTheLimitsOfThePeer() {
        SendChannel channel = scene.resources.sendChannel(new OwnerMarks(2), SessionScene.peer(700, 900));

        assertThat(channel.peerMessageLimit()).isEqualTo(700);
        channel.fragmented().begin(channel.routes().of(new SomeRoute()), 1, 600);
        assertThat(channel.fragmented().mayBegin(300)).isTrue();
        assertThat(channel.fragmented().mayBegin(301)).isFalse();
    }

    @Test
    void aSendChannelIsAsLongAsTheConfigurationOfThisNodeAllows() {
        SendChannel channel = scene.resources.sendChannel(new OwnerMarks(2), SessionScene.peer(700, 900));
        long limit = scene.resources.context().config().session().sendLogBytes();

        assertThat(channel.reserve(limit + 1)).isFalse();
        assertThat(channel.reserve(limit)).isTrue();
    }

    @Test
    void aTaskThatIsRequestedSeveralTimesRunsOnce() {
        AtomicInteger runs = new AtomicInteger();
        CoalescedTask task = scene.resources.task(runs::incrementAndGet);

        task.request();
        task.request();
        assertThat(runs).hasValue(0);
        scene.runTasks();

        assertThat(runs).hasValue(1);
    }
}
