package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.LimitException;
import chaski.api.node.NodeEvent.SessionLost;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerRoute;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes to one peer, and messages that are withdrawn. */
class PeerRouteTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final SessionConfig USUAL = SessionConfig.DEFAULT.sendLogBytes(256 << 10);

    private final Simulation world = new Simulation(3);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker c = new Talker(network, "c", 3, "", USUAL);
    private final Talker b = new Talker(network, "b", 2, "", USUAL);
    private final Talker a = new Talker(network, "a", 1, "b", USUAL);
    private final Ears earsOfA = new Ears();
    private final Ears earsOfB = new Ears();
    private final Ears earsOfC = new Ears();

    private static final class Ears {
        private final List<PeerSession> sessions = new ArrayList<>();
        private final List<String> heard = new ArrayList<>();
        private Channel channel;
        private int closed;

        private Ears open(Talker talker) {
            channel = ProtocolNode.of(talker.node).open(202, "direct", session -> {
                sessions.add(session);
                return inbound();
            });
            return this;
        }

        private Inbound inbound() {
            return new Inbound() {
                @Override
                public void onRoute(long route, ByteBuffer preamble) {
                    heard.add("open " + text(preamble));
                }

                @Override
                public void onMessageBegun(long route, long sequence) {}

                @Override
                public void onMessage(long route, long sequence, ByteBuffer message) {
                    heard.add(message.remaining() > 100 ? "" + message.remaining() : text(message));
                }

                @Override
                public void onRouteClosed(long route) {
                    heard.add("close");
                }

                @Override
                public void onApplied(long version) {}

                @Override
                public void onIdle() {}

                @Override
                public void onClosed() {
                    closed++;
                }
            };
        }
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int say(PeerRoute route, long sequence, String text) {
        return route.offer(sequence, bytes(text), ByteBuffer.allocate(0), null, null);
    }

    @BeforeEach
    void meet() {
        earsOfB.open(b);
        earsOfC.open(c);
        earsOfA.open(a);
        c.node.join(Endpoint.parse("mem://b:1"));
        world.await("they meet", () -> earsOfA.sessions.size() == 1 && earsOfB.sessions.size() == 2, SOON);
    }

    private PeerRoute toB() {
        return earsOfA.channel.route(earsOfA.sessions.get(0), bytes("hi"));
    }

    private void part() {
        network.block("a", "b");
        network.block("b", "a");
        world.await(
                "no link", () -> a.node.peer(b.node.id()).orElseThrow().link().isEmpty(), SOON);
        world.run(SOON); // until the link has released what it held
    }

    private void heal() {
        network.heal();
    }

    @Test
    void onlyThatPeerGetsTheMessageWithoutAnyDeclaration() {
        PeerRoute route = toB();

        assertThat(route.matched()).isEqualTo(1);
        assertThat(say(route, 1, "one")).isEqualTo(1);
        assertThat(route.offer(2, ByteBuffer.allocate(10), ByteBuffer.allocate(70_000), null, null))
                .isEqualTo(1);
        route.close();
        world.await("arrival", () -> earsOfB.heard.contains("close"), SOON);

        assertThat(earsOfB.heard).containsExactly("open hi", "one", "70010", "close");
        assertThat(earsOfC.heard).isEmpty();
    }

    @Test
    void aMessageTakenBackWhileThereIsNoLinkNeverArrives() {
        PeerRoute route = toB();
        say(route, 1, "before");
        world.await("arrival", () -> earsOfB.heard.contains("before"), SOON);
        part();
        say(route, 2, "kept");
        say(route, 3, "taken back");
        say(route, 4, "also kept");

        assertThat(route.withdraw(3)).isTrue();
        assertThat(route.withdraw(3)).isFalse();
        assertThat(route.withdraw(99)).isFalse();
        heal();
        world.await("arrival", () -> earsOfB.heard.contains("also kept"), SOON);

        assertThat(earsOfB.heard).containsExactly("open hi", "before", "kept", "also kept");
    }

    @Test
    void whatALinkMayHaveSentCannotBeTakenBack() {
        PeerRoute route = toB();
        say(route, 1, "on a link");
        assertThat(route.withdraw(1)).isFalse();

        network.block("a", "b");
        say(route, 2, "sent into the void");
        world.await(
                "no link", () -> a.node.peer(b.node.id()).orElseThrow().link().isEmpty(), SOON);
        assertThat(route.withdraw(2)).isFalse();
        heal();
        world.await("arrival", () -> earsOfB.heard.contains("sent into the void"), SOON);
    }

    @Test
    void afterTheSessionNobodyGetsAnythingAndNoLossIsTold() {
        PeerRoute route = toB();
        say(route, 1, "one");
        world.await("arrival", () -> earsOfB.heard.contains("one"), SOON);
        part();
        say(route, 2, "two");
        world.await("the end", () -> earsOfA.closed == 1, Duration.ofMinutes(3));

        assertThat(route.matched()).isZero();
        assertThat(say(route, 3, "three")).isZero();
        assertThat(route.withdraw(2)).isFalse();
        assertThat(a.raised(SessionLost.class)).isEmpty();
    }

    @Test
    void whoOpensTheChannelLaterIsToldOfTheRoute() {
        PeerRoute toC = earsOfB.channel.route(
                earsOfB.sessions.stream()
                        .filter(s -> s.peer().equals(c.node.id()))
                        .findFirst()
                        .orElseThrow(),
                bytes("early"));
        earsOfC.channel.close();
        world.run(SOON);
        toC.introduce();
        toC.introduce();
        world.run(SOON);
        assertThat(earsOfC.heard).isEmpty();

        earsOfC.open(c);
        world.await("the route", () -> !earsOfC.heard.isEmpty(), SOON);
        say(toC, 1, "one");
        world.await("the message", () -> earsOfC.heard.contains("one"), SOON);

        assertThat(earsOfC.heard).containsExactly("open early", "one");
    }

    @Test
    void aLongPreambleIsRefused() {
        assertThatThrownBy(() -> earsOfA.channel.route(earsOfA.sessions.get(0), ByteBuffer.allocate(4097)))
                .isInstanceOf(LimitException.class)
                .hasMessageContaining("4096");
    }
}
