package chaski.remote.channel;

import chaski.api.node.NodeEvent;
import chaski.remote.wire.RefusalReason;
import java.util.function.Consumer;

/** Counts refusals and reports them as events of the node, at most once a minute for each peer and reason. Thread-safe. */
public final class RefusalReporter {

    private final RemoteCounters counters;
    private final Consumer<NodeEvent.Draft> events;

    /**
     * Creates a reporter.
     *
     * @param counters counts every refusal
     * @param events receives the events that are due; must not block
     */
    public RefusalReporter(RemoteCounters counters, Consumer<NodeEvent.Draft> events) {
        this.counters = counters;
        this.events = events;
    }

    /**
     * Counts a refusal, and reports it if an event is due.
     *
     * @param channel the channel of the peer whose request is refused
     * @param kind what was requested: {@code calls} or {@code streams}
     * @param reason the reason
     * @param text the reason for people
     */
    public void report(RpcChannel channel, String kind, RefusalReason reason, String text) {
        counters.refused(
                channel,
                kind,
                reason,
                counter -> events.accept(at -> new NodeEvent.Refused(at, channel.toString(), counter, text)));
    }
}
