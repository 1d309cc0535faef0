package chaski.streamer.simulation;

import chaski.api.Topic;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.Route;
import chaski.node.session.EngineProbe;
import chaski.streamer.wire.MessageHead;
import chaski.testkit.history.HistoryEvent;
import chaski.testkit.history.PublisherId;
import chaski.testkit.history.SentMessage;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Records what a publisher's route accepts: the receivers, the number, and the outcome. */
final class RouteRecorder {

    // positions among the arguments of Route.offer
    private static final int OWN = 3;
    private static final int RECEIPT = 4;

    private final WorldNode node;
    private final int channel;
    private final Topic topic;
    private final Route route;
    private final PublisherId id;
    private final Map<Long, Content> accepted = new HashMap<>();
    private final boolean observed;
    private long sequence;
    private int lastMatched;

    RouteRecorder(WorldNode node, int channel, Topic topic, Route route) {
        this.node = node;
        this.channel = channel;
        this.topic = topic;
        this.route = route;
        this.id = new PublisherId(node.run(), route.number());
        this.observed = node.random().nextInt(3) > 0;
    }

    private record Content(long key, long number, int length) {}

    Route between() {
        return RecordingProxy.on(
                Route.class,
                (method, arguments) -> method.getName().equals("offer")
                        ? offer(method, arguments)
                        : RecordingProxy.pass(route, method, arguments));
    }

    PublisherId id() {
        return id;
    }

    Topic topic() {
        return topic;
    }

    long number() {
        return route.number();
    }

    /** {@return how many subscriptions the last accepted message was recorded for} */
    int lastMatched() {
        return lastMatched;
    }

    long accepted() {
        return sequence;
    }

    @SuppressWarnings("unchecked") // as declared
    private Object offer(java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        long number = (long) arguments[0];
        ByteBuffer body = (ByteBuffer) arguments[2];
        Content content = new Content(NumberedPayload.key(body), NumberedPayload.number(body), body.remaining());
        List<WorldSubscription> here = own((List<DeclarationHandle>) arguments[OWN]);
        Map<PeerSession, List<Long>> targets = node.probe().targets(channel, topic);
        boolean receipted = !targets.isEmpty() && (observed || arguments[RECEIPT] != null);
        SentMessage message = new SentMessage(id, number, receipted);
        targets.forEach((session, declarations) ->
                message.add(session.peer(), EngineProbe.name(session), names(session, declarations)));
        Object[] recorded = arguments.clone();
        recorded[RECEIPT] = receipted ? receipt(message, (Route.Receipt) arguments[RECEIPT]) : arguments[RECEIPT];
        int matched = (int) RecordingProxy.pass(route, method, recorded);
        if (matched != Route.BLOCKED) {
            accepted(number, content, targets, here, message, matched);
        }
        return matched;
    }

    private Set<String> names(PeerSession session, List<Long> declarations) {
        String run = node.world().runOf(session);
        return declarations.stream().map(d -> WorldSubscription.name(run, d)).collect(Collectors.toSet());
    }

    private Route.Receipt receipt(SentMessage message, Route.@org.jspecify.annotations.Nullable Receipt receipt) {
        return (acknowledged, lost) -> {
            if (!node.isDead()) {
                node.world().history().settled(message, acknowledged, lost);
            }
            if (receipt != null) {
                receipt.settled(acknowledged, lost);
            }
        };
    }

    private List<WorldSubscription> own(List<DeclarationHandle> declarations) {
        List<WorldSubscription> here = declarations.stream()
                .map(node::subscription)
                .filter(Objects::nonNull)
                .toList();
        List<WorldSubscription> expected = node.openMatching(topic);
        if (!Set.copyOf(here).equals(Set.copyOf(expected))) {
            node.problem(id + " offers a message to " + here + " of its own node instead of " + expected);
        }
        return here;
    }

    private void accepted(
            long number,
            Content content,
            Map<PeerSession, List<Long>> targets,
            List<WorldSubscription> here,
            SentMessage message,
            int matched) {
        int remote = targets.values().stream().mapToInt(List::size).sum();
        if (matched != remote) {
            node.problem("message " + number + " of " + id + " went to " + matched
                    + " of peers' subscriptions instead of " + remote);
        }
        if (number != sequence + 1) {
            node.problem("message " + number + " of " + id + " was accepted after message " + sequence);
        }
        sequence = number;
        accepted.put(number, content);
        if (remote > 0) {
            node.world().history().sent(message);
        }
        lastMatched = remote + here.size();
        deliver(number, here);
        node.world().accepted(content.length());
        noteCoverage(content, targets, here);
    }

    private void deliver(long number, List<WorldSubscription> here) {
        if (here.isEmpty()) {
            return;
        }
        String session = "within " + node.run();
        Set<String> names = here.stream().map(WorldSubscription::name).collect(Collectors.toSet());
        node.world().record(new HistoryEvent.Sent(id, number, session, names));
        here.forEach(s -> s.delivered(this, number));
        node.world().record(new HistoryEvent.Acknowledged(id, number, session));
    }

    private void noteCoverage(Content content, Map<PeerSession, List<Long>> targets, List<WorldSubscription> here) {
        StreamerWorld world = node.world();
        if (!here.isEmpty() && !targets.isEmpty()) {
            world.happened(WorldSituation.HERE_AND_THERE);
        }
        long cost = Route.cost(content.length() + MessageHead.BYTES);
        if (world.smallestWindow(topic) < cost) {
            world.happened(WorldSituation.LARGER_THAN_WINDOW);
        }
        if (content.length() > 64 << 10 && !targets.isEmpty()) {
            world.happened(WorldSituation.FRAGMENTED);
        }
        if (!world.isDisturbed()) {
            world.happened(WorldSituation.ACCEPTED_UNDISTURBED);
        }
    }

    /** The error in a payload as it arrived, or nothing. */
    String fault(long number, byte[] payload) {
        Content content = accepted.get(number);
        if (content == null) {
            return "was never accepted";
        }
        byte[] expected = NumberedPayload.of(content.key(), content.number(), content.length());
        return java.util.Arrays.equals(expected, payload) ? "" : "has other contents than were published";
    }
}
