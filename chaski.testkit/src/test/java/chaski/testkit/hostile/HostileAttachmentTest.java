package chaski.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.testkit.network.InMemoryTransport;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HostileAttachmentTest {

    private final Simulation world = new Simulation(1);
    private final HostileAttachment attachment = new HostileAttachment(new HostileSendQueue(link()));

    private Link link() {
        SimulatedNetwork network = new SimulatedNetwork(world);
        InMemoryTransport there = network.transport("there");
        there.listen(Endpoint.parse("mem://there:7"), accepted -> {});
        CompletableFuture<Link> dialled = network.transport("here")
                .connect(Endpoint.parse("mem://there:7"), ConnectOptions.DEFAULT)
                .toCompletableFuture();
        world.await("a link", dialled::isDone, Duration.ofSeconds(1));
        return dialled.join();
    }

    @Test
    void thereIsNoSessionBeforeTheHandshake() {
        assertThat(attachment.isAttached()).isFalse();
        assertThatThrownBy(attachment::session).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> attachment.append(new byte[1])).isInstanceOf(IllegalStateException.class);
        attachment.confirm(0);
        assertThat(attachment.isAttached()).isFalse();
    }

    @Test
    void anAcceptedSessionIsAttachedWhenItIsConfirmed() {
        HostileSession session = new HostileSession(new UUID(0, 1), 1);

        attachment.accept(session);
        assertThat(attachment.isAttached()).isFalse();
        attachment.append(new byte[3]);
        attachment.confirm(0);

        assertThat(attachment.isAttached()).isTrue();
        assertThat(attachment.session()).isSameAs(session);
        assertThat(session.appended()).isEqualTo(3);
    }
}
