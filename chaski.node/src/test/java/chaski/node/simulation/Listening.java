package chaski.node.simulation;

import chaski.api.Topic;
import chaski.api.node.UnsubscribedReason;
import chaski.api.protocol.Credit;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.Route;
import chaski.node.session.SessionProbe;
import chaski.testkit.history.HistoryEvent;
import chaski.testkit.history.PublisherId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a member receives from one peer in one session: finds the subscriptions of a message, as the streamer does. */
final class Listening implements Inbound {

    private final Member member;
    private final PeerSession session;
    private final String name;
    private final Map<Long, Origin> routes = new HashMap<>();
    private final Map<Long, List<Subscriber>> begun = new HashMap<>();
    private long applied;
    private boolean over;

    Listening(Member member, PeerSession session) {
        this.member = member;
        this.session = session;
        this.name = SessionProbe.name(session);
        member.world().began(name, member.run());
    }

    private record Origin(PublisherId publisher, Topic topic) {}

    static ByteBuffer preamble(String run, Topic topic) {
        return ByteBuffer.wrap((run + " " + topic.name()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void onRoute(long route, ByteBuffer preamble) {
        checkLife("onRoute");
        String[] reported = StandardCharsets.UTF_8.decode(preamble).toString().split(" ");
        Origin origin = new Origin(new PublisherId(reported[0], route), Topic.of(reported[1]));
        if (routes.putIfAbsent(route, origin) != null) {
            member.problem("route " + route + " of " + reported[0] + " was opened twice in session " + name);
        }
    }

    @Override
    public void onMessageBegun(long route, long sequence) {
        checkLife("onMessageBegun");
        begun.put(route, targets(route));
    }

    @Override
    public void onMessage(long route, long sequence, ByteBuffer message) {
        checkLife("onMessage");
        Origin origin = routes.get(route);
        if (origin == null) {
            member.problem("a message came of route " + route + ", which was not opened in session " + name);
            return;
        }
        long cost = Route.cost(message.remaining());
        String fault = Body.fault(origin.publisher().toString(), sequence, message);
        if (!fault.isEmpty()) {
            member.problem("message " + sequence + " of " + origin.publisher() + " " + fault);
        }
        List<Subscriber> early = begun.remove(route);
        boolean taken = false;
        for (Subscriber target : early != null ? early : targets(route)) {
            Credit credit = session.credit(target.declared());
            taken |= target.deliver(origin.publisher(), sequence, credit, cost);
        }
        if (!taken) {
            session.unsubscribed(1, UnsubscribedReason.CLOSED);
        }
    }

    @Override
    public int onDatagram(long route, long sequence, ByteBuffer message) {
        checkLife("onDatagram");
        Origin origin = routes.get(route);
        if (origin == null) {
            member.problem("a datagram came of route " + route + ", which was not opened in session " + name);
            return 0;
        }
        String fault = Body.fault(origin.publisher().toString(), sequence, message);
        if (!fault.isEmpty()) {
            member.problem("datagram " + sequence + " of " + origin.publisher() + " " + fault);
        }
        member.heardMurmur(origin.publisher(), sequence);
        return 0;
    }

    private List<Subscriber> targets(long route) {
        Origin origin = routes.get(route);
        return origin == null
                ? List.of()
                : member.subscribers().stream()
                        .filter(s -> s.receivesAt(applied) && s.pattern().matches(origin.topic()))
                        .toList();
    }

    @Override
    public void onRouteClosed(long route) {
        checkLife("onRouteClosed");
        if (routes.remove(route) == null) {
            member.problem("route " + route + " was closed in session " + name + ", but not open");
        }
    }

    @Override
    public void onApplied(long version) {
        checkLife("onApplied");
        if (version < applied) {
            member.problem("version " + version + " was applied after " + applied + " in session " + name);
        }
        applied = version;
    }

    @Override
    public void onIdle() {
        checkLife("onIdle");
    }

    @Override
    public void onClosed() {
        checkLife("onClosed");
        over = true;
        member.sessionOver(session, name);
    }

    private void checkLife(String call) {
        if (over) {
            member.problem(call + " came after onClosed in session " + name);
        }
    }

    /** The peer's count of messages for which it had no subscription; taken when no more can follow. */
    void noteUnsubscribed(long count) {
        if (count > 0) {
            member.world().book().add(new HistoryEvent.Unsubscribed(name, member.run(), count));
        }
    }
}
