package chaski.streamer;

import chaski.api.Topic;
import chaski.api.node.Credit;
import chaski.api.node.Environment;
import chaski.api.node.Node;
import chaski.api.streamer.Origin;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * This node's own subscriptions to one publisher's topic. {@link #reserve} and what follows it is guarded by the publisher's append
 * lock.
 */
final class LocalTargets {

    private static final Target[] NONE = {};

    private final SubscriptionTable table;
    private final Topic topic;
    private final Envelope.Source source;
    private Target[] targets = NONE;
    private int blockedAt = -1;
    private long tableVersion = -1;

    LocalTargets(DefaultStreamer streamer, Topic topic, long publisher, String content) {
        Node node = streamer.node();
        this.table = streamer.table();
        this.topic = topic;
        this.source = new Envelope.Source(topic, new Origin(node.id(), node.incarnation(), publisher), content);
    }

    private record Target(DefaultSubscription<?> subscription, Credit credit) {}

    /** How many match now; any thread. */
    int count() {
        return (int) table.matching(topic).stream()
                .filter(DefaultSubscription::isOpen)
                .count();
    }

    /** Takes credit of all or of none. */
    boolean reserve(long cost) {
        update();
        blockedAt = -1;
        for (int i = 0; i < targets.length; i++) {
            if (!targets[i].subscription().declared().tryReserve(cost)) {
                release(cost, i);
                blockedAt = i;
                return false;
            }
        }
        return true;
    }

    void release(long cost) {
        release(cost, targets.length);
    }

    private void release(long cost, int count) {
        for (int i = 0; i < count; i++) {
            targets[i].subscription().declared().release(cost);
        }
    }

    /** Queues the message that was reserved for. */
    int deliver(long sequence, ByteBuffer head, ByteBuffer body, long cost) {
        for (Target target : targets) {
            ByteBuffer begin = head.duplicate();
            int flags = MessageHead.flags(begin);
            long timestampMs = begin.getLong();
            Map<String, String> headers =
                    (flags & MessageHead.HEADERS) == 0 ? Map.of() : MessageHead.headers(begin);
            byte[] payload = new byte[body.remaining()];
            body.get(body.position(), payload);
            Envelope envelope =
                    new Envelope(source, sequence, timestampMs, headers, payload, cost, target.credit());
            if (target.subscription().deliver(envelope)) {
                target.subscription().wake();
            } else {
                target.credit().taken(cost);
            }
        }
        return targets.length;
    }

    boolean isBlocked() {
        return blockedAt >= 0;
    }

    /** Calls back when the subscription that had no room may have some; at once if none is in the way. */
    Environment.Cancellable whenReservable(long cost, Runnable callback) {
        int at = blockedAt;
        if (at < 0 || at >= targets.length) {
            return () -> {};
        }
        return targets[at].subscription().declared().whenReservable(cost, callback);
    }

    private void update() {
        long version = table.version();
        if (version != tableVersion) {
            List<DefaultSubscription<?>> open = table.matching(topic).stream()
                    .filter(DefaultSubscription::isOpen)
                    .<DefaultSubscription<?>>map(s -> s)
                    .toList();
            targets = open.stream()
                    .map(s -> new Target(s, new LocalCredit(s.declared())))
                    .toArray(Target[]::new);
            tableVersion = version;
        }
    }
}
