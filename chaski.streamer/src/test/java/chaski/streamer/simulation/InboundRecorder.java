package chaski.streamer.simulation;

import chaski.api.protocol.Credit;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.node.session.EngineProbe;
import chaski.testkit.history.HistoryEvent;
import java.lang.reflect.Method;
import java.util.IdentityHashMap;
import java.util.Map;

/** Records what one session passes to the streamer, and the subscriptions for which the streamer accepts it. */
final class InboundRecorder {

    private final WorldNode node;
    private final PeerSession session;
    private final String name;
    private final PeerSession between;
    private final Map<DeclarationHandle, Credit> credits = new IdentityHashMap<>();
    private long route;
    private long sequence;
    private boolean over;

    InboundRecorder(WorldNode node, PeerSession session) {
        this.node = node;
        this.session = session;
        this.name = EngineProbe.name(session);
        this.between = RecordingProxy.on(
                PeerSession.class,
                (method, arguments) -> method.getName().equals("credit")
                        ? credit((DeclarationHandle) arguments[0])
                        : RecordingProxy.pass(session, method, arguments));
    }

    PeerSession session() {
        return between;
    }

    Inbound between(Inbound streamer) {
        return RecordingProxy.on(Inbound.class, (method, arguments) -> call(streamer, method, arguments));
    }

    private Object call(Inbound streamer, Method method, Object[] arguments) throws Throwable {
        if (over) {
            node.problem(method.getName() + " was called after onClosed in session " + name);
        }
        switch (method.getName()) {
            case "onMessage" -> {
                route = (long) arguments[0];
                sequence = (long) arguments[1];
            }
            case "onClosed" -> over = true;
            default -> {}
        }
        return RecordingProxy.pass(streamer, method, arguments);
    }

    private Credit credit(DeclarationHandle declared) {
        return credits.computeIfAbsent(declared, d -> {
            Credit credit = session.credit(d);
            return RecordingProxy.on(Credit.class, (method, arguments) -> {
                Object result = RecordingProxy.pass(credit, method, arguments);
                if (method.getName().equals("received")) {
                    received(d, (boolean) result);
                }
                return result;
            });
        });
    }

    private void received(DeclarationHandle declared, boolean hasCredit) {
        if (!hasCredit) {
            node.problem("session " + name + " sent message " + sequence + " of publisher " + route
                    + " without credit of subscription " + declared.id());
        }
        WorldSubscription subscription = node.subscription(declared);
        RouteRecorder publisher = node.world().publisher(node.world().runOf(session), route);
        if (subscription == null || publisher == null) {
            node.problem("message " + sequence + " of publisher " + route + " in session " + name
                    + " belongs to no known subscription or publisher");
        } else {
            subscription.delivered(publisher, sequence);
        }
    }

    /** Records the peer's count of unsubscribed messages; when no more can follow. */
    static void recordUnsubscribed(WorldNode node, PeerSession session, String name) {
        long count = EngineProbe.unsubscribed(session);
        if (count > 0) {
            node.world().record(new HistoryEvent.Unsubscribed(name, node.run(), count));
        }
    }
}
