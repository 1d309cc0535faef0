package chaski.node;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.Node;
import chaski.api.protocol.Channel;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.Declaration;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerRoute;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A protocol on its own channel whose code fails at one place, and which counts how often it is called at each. */
final class Faulty {

    static final int CHANNEL = 202;
    static final String NAME = "faulty";

    /** Where the engine calls a protocol. */
    enum Place {
        SESSION,
        ROUTE,
        LARGE_MESSAGE,
        MESSAGE,
        DATAGRAM,
        END_OF_ROUTE,
        APPLIED,
        IDLE,
        END,
        CUT,
        MATCH,
        RECEIPT,
        WAKE_UP,
        WRITABLE,
        WITHDRAWN,
        TASK,
        TIMER,
        THREAD;

        /** True if the channel receives nothing more from the peer. */
        boolean isolates() {
            return ordinal() <= IDLE.ordinal();
        }
    }

    /** The exception that is thrown. */
    interface Fault {
        Throwable make();
    }

    final Channel channel;
    final Map<Place, Integer> calls = new EnumMap<>(Place.class);
    final List<PeerRoute> routes = new ArrayList<>();
    private final @Nullable Place failing;
    private final Fault fault;
    private final List<DeclarationHandle> declared = new ArrayList<>();

    Faulty(Node node, @Nullable Place failing, Fault fault) {
        this.failing = failing;
        this.fault = fault;
        this.channel = ProtocolNode.of(node).open(CHANNEL, NAME, new ChannelHandler() {
            @Override
            public Inbound open(PeerSession session) {
                at(Place.SESSION);
                return new Ears(session);
            }

            @Override
            public void onCut(DeclarationHandle cut, NodeId by) {
                at(Place.CUT);
            }
        });
    }

    int calls(Place place) {
        return calls.getOrDefault(place, 0);
    }

    void at(Place place) {
        calls.merge(place, 1, Integer::sum);
        if (place == failing) {
            Faulty.<RuntimeException>fail(fault.make());
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws what it is given
    private static <E extends Throwable> void fail(Throwable error) throws E {
        throw (E) error;
    }

    DeclarationHandle declare(String pattern, long windowBytes) {
        DeclarationHandle made = channel.declare(new Declaration(TopicPattern.of(pattern), windowBytes));
        declared.add(made);
        return made;
    }

    Route route(String topic) {
        return channel.route(Topic.of(topic), ByteBuffer.allocate(0), new RouteListener() {
            @Override
            public void onMatchChanged() {
                at(Place.MATCH);
            }
        });
    }

    static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }

    /** Sends everything that a peer can send: a small message, a large one, a datagram, and the end of a route. */
    private final class Ears implements Inbound {

        private final PeerSession session;

        Ears(PeerSession session) {
            this.session = session;
            routes.add(channel.route(session, ByteBuffer.allocate(0)));
        }

        @Override
        public void onRoute(long route, ByteBuffer preamble) {
            at(Place.ROUTE);
        }

        @Override
        public void onMessageBegun(long route, long sequence) {
            at(Place.LARGE_MESSAGE);
        }

        @Override
        public void onMessage(long route, long sequence, ByteBuffer message) {
            at(Place.MESSAGE);
            long cost = Route.cost(message.remaining());
            for (DeclarationHandle mine : declared) {
                if (session.credit(mine).received(cost) && !keeps) {
                    session.credit(mine).taken(cost);
                } else {
                    kept.add(() -> session.credit(mine).taken(cost));
                }
            }
        }

        @Override
        public int onDatagram(long route, long sequence, ByteBuffer message) {
            at(Place.DATAGRAM);
            return 0;
        }

        @Override
        public void onRouteClosed(long route) {
            at(Place.END_OF_ROUTE);
        }

        @Override
        public void onApplied(long version) {
            at(Place.APPLIED);
        }

        @Override
        public void onIdle() {
            at(Place.IDLE);
        }

        @Override
        public void onClosed() {
            at(Place.END);
        }
    }

    private final List<Runnable> kept = new ArrayList<>();
    private boolean keeps;

    /** From now on arriving messages use up the window. */
    void keep() {
        keeps = true;
    }

    /** Takes the kept messages. */
    void take() {
        keeps = false;
        kept.forEach(Runnable::run);
        kept.clear();
    }
}
