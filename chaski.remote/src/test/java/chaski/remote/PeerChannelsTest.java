package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.NodeId;
import chaski.api.protocol.Channel;
import chaski.api.protocol.PeerRoute;
import chaski.api.protocol.PeerSession;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.RpcChannelListener;
import chaski.remote.reference.PeerReferences;
import chaski.remote.value.Contract;
import chaski.testkit.simulation.Simulation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Each session has one channel, over which objects are lent. */
class PeerChannelsTest {

    private final Simulation world = new Simulation(1);
    private final PeerChannels peers = new PeerChannels(1 << 20);
    private final List<String> calls = new ArrayList<>();
    private final List<PeerReferences> references = new ArrayList<>();
    private RpcChannel opened;

    private final RpcChannelListener listener = fake(RpcChannelListener.class, (proxy, method, with) -> {
        calls.add(method.getName());
        opened = (RpcChannel) with[0];
        return null;
    });
    private final PeerRoute route = fake(PeerRoute.class, (proxy, method, with) -> {
        calls.add("route." + method.getName());
        return null;
    });
    private final Channel nodeChannel = fake(Channel.class, (proxy, method, with) -> route);
    private final PeerSession session = fake(PeerSession.class, (proxy, method, with) -> switch (method.getName()) {
        case "peer" -> new NodeId(new UUID(0, 1));
        case "isInDoubt" -> false;
        default -> "peer";
    });

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private PeerReferences references(RpcChannel channel) {
        PeerReferences made = new PeerReferences(
                channel, (c, number, contract) -> new Object(), (c, number, decoder) -> s -> {}, new AtomicLong());
        references.add(made);
        return made;
    }

    private void start() {
        peers.start(nodeChannel, world.environment("a"), listener, this::references);
    }

    @Test
    void aSessionThatOpensIsReportedAndIntroducesThisSide() {
        start();
        peers.open(session);

        assertThat(calls).containsExactly("opened", "route.introduce");
        assertThat(opened.node()).isEqualTo(new NodeId(new UUID(0, 1)));
    }

    @Test
    void noSessionOpensBeforeTheStart() {
        assertThatThrownBy(() -> peers.open(session)).isInstanceOf(IllegalStateException.class);
        peers.onDoubt(session, true);
        assertThat(calls).isEmpty();
    }

    @Test
    void aDoubtIsReportedForTheChannelOfItsSession() {
        start();
        peers.open(session);
        calls.clear();

        peers.onDoubt(session, true);
        peers.closed(opened);
        peers.onDoubt(session, false);

        assertThat(calls).containsExactly("doubtChanged");
    }

    @Test
    void whatIsLentIsSummedOverAllPeers() {
        start();
        peers.open(session);
        peers.open(session);
        references.forEach(r -> r.lend(new Object(), new Contract(Runnable.class)));

        assertThat(peers.sum(PeerReferences::lentObjects)).isEqualTo(2);
    }

    @Test
    void noTimerIsLeftOnceItIsStopped() {
        start();
        peers.stop();
        world.run(Duration.ofSeconds(30));

        peers.open(session);
        peers.close();
        assertThat(calls).endsWith("route.close");
    }
}
