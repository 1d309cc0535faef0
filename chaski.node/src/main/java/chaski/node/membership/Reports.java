package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.node.NodeReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Requests the views of peers, and answers with this node's. Confined to the control loop. */
final class Reports {

    static final long TIMEOUT_NS = 10 * Directory.SECOND_NS;
    static final int MAX_ASKED = 1024;

    private final Gossip gossip;
    private final Supplier<NodeReport> own;
    private final Consumer<String> count;
    private final Map<Long, Asked> asked = new LinkedHashMap<>();
    private long lastRequest;

    Reports(Gossip gossip, Supplier<NodeReport> own, Consumer<String> count) {
        this.gossip = gossip;
        this.own = own;
        this.count = count;
    }

    /** Sends a request. Returns the notification of its failure if it cannot be sent, to be run later. */
    List<Runnable> ask(NodeId peer, long nowNs, ReportReceiver receiver) {
        long request = ++lastRequest;
        if (asked.size() >= MAX_ASKED) {
            return List.of(() -> receiver.onFailure("too many requests for reports are waiting: " + MAX_ASKED));
        }
        if (!gossip.queue(peer, new MembershipMessage.ReportRequest(request))) {
            return List.of(() -> receiver.onFailure("no session with " + peer));
        }
        asked.put(request, new Asked(peer, nowNs + TIMEOUT_NS, receiver));
        return List.of();
    }

    /** A report names peers, so only a node that may see the directory receives one. */
    void onRequest(NodeId from, MembershipMessage.ReportRequest message) {
        if (!gossip.sees(from)) {
            count.accept("membership.refused.report");
            return;
        }
        for (MembershipMessage.ReportPart part : ReportCodec.split(message.request(), own.get())) {
            if (!gossip.queue(from, part)) {
                count.accept("membership.dropped.report");
                return;
            }
        }
    }

    List<Runnable> onPart(NodeId from, MembershipMessage.ReportPart message) {
        Asked request = asked.get(message.request());
        if (request == null || !request.peer.equals(from)) {
            count.accept("membership.ignored.lateReport");
            return List.of();
        }
        request.parts.add(message.part());
        if (message.last()) {
            asked.remove(message.request());
            NodeReport whole = join(request.parts);
            return List.of(() -> request.receiver.onReport(whole));
        }
        if (request.parts.size() >= ReportCodec.MAX_PARTS) {
            asked.remove(message.request());
            return List.of(() -> request.receiver.onFailure("the report has too many parts"));
        }
        return List.of();
    }

    List<Runnable> sessionEnded(NodeId peer) {
        return fail(request -> request.peer.equals(peer), "the session with the node ended");
    }

    List<Runnable> tick(long nowNs) {
        return fail(request -> nowNs - request.untilNs >= 0, "the node did not answer within ten seconds");
    }

    /** When {@link #tick} is due: an hour from now at the latest. */
    long deadlineNs(long nowNs) {
        // all have the same time-out, so the first request expires first
        return asked.isEmpty()
                ? nowNs + 3_600 * Directory.SECOND_NS
                : asked.values().iterator().next().untilNs;
    }

    private List<Runnable> fail(Predicate<Asked> which, String reason) {
        List<Runnable> failed = new ArrayList<>();
        asked.values().removeIf(request -> {
            if (!which.test(request)) {
                return false;
            }
            failed.add(() -> request.receiver.onFailure(reason));
            return true;
        });
        return failed;
    }

    private static NodeReport join(List<NodeReport> parts) {
        List<String> topics = new ArrayList<>();
        List<NodeReport.PeerLine> peers = new ArrayList<>();
        parts.forEach(part -> {
            topics.addAll(part.topics());
            peers.addAll(part.peers());
        });
        NodeReport first = parts.get(0);
        return new NodeReport(first.id(), first.incarnation(), first.name(), first.endpoints(), topics, peers);
    }

    private static final class Asked {
        final NodeId peer;
        final long untilNs;
        final ReportReceiver receiver;
        final List<NodeReport> parts = new ArrayList<>();

        Asked(NodeId peer, long untilNs, ReportReceiver receiver) {
            this.peer = peer;
            this.untilNs = untilNs;
            this.receiver = receiver;
        }
    }
}
