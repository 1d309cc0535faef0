package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.LimitException;
import chaski.api.NodeId;
import chaski.api.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks the network which nodes publish or subscribe a topic. A query is sent to all peers and forwarded by them, over
 * at most eight sessions; each node answers and forwards a query once. A node with the topic answers the asker
 * directly, over the session with it or over one that is opened for the purpose. The asker collects answers until its
 * time is over; they are not guaranteed to be complete.
 *
 * <p>The work that remote nodes can cause is bounded: queries of one peer to 50 a second, sessions opened for answers
 * to {@link #MAX_DIALLED} at a time, each for at most a minute.
 *
 * <p>Confined to the control loop.
 */
final class Discovery {

    static final int HOPS = 8;
    static final int MAX_ASKING = 256;
    static final int MAX_ANSWERS = 10_000;
    static final int MAX_SEEN = 16_384;
    static final int MAX_DIALLED = 64;
    static final long MAX_CALL_NS = 60 * Directory.SECOND_NS;
    static final int QUERY_BURST = 200;
    static final long QUERY_INTERVAL_NS = 20_000_000L;

    private final NodeId self;
    private final Gossip gossip;
    private final MembershipLinks links;
    private final RandomGenerator random;
    private final Consumer<String> count;
    private final SeenQueries seen = new SeenQueries(MAX_SEEN);
    private final Map<UUID, Asked> asked = new LinkedHashMap<>();
    private final Map<NodeId, Dialled> dialled = new TreeMap<>();
    private final Map<NodeId, RateLimit> rates = new HashMap<>();
    private Interests interests = new Interests(List.of(), List.of());

    Discovery(NodeId self, Gossip gossip, MembershipLinks links, RandomGenerator random, Consumer<String> count) {
        this.self = self;
        this.gossip = gossip;
        this.links = links;
        this.random = random;
        this.count = count;
    }

    void interests(Interests value) {
        interests = value;
    }

    void ask(Topic topic, List<Endpoint> endpoints, long timeoutNs, long nowNs, Consumer<List<NodeEntry>> done) {
        if (asked.size() >= MAX_ASKING) {
            throw new LimitException(
                    "expected at most " + MAX_ASKING + " discoveries at a time; wait for one to end before the next");
        }
        UUID query = new UUID(random.nextLong(), random.nextLong());
        asked.put(query, new Asked(nowNs + timeoutNs, done));
        seen.add(query);
        int remainingMs = (int) Math.min(timeoutNs / 1_000_000, MembershipMessage.Query.MAX_REMAINING_MS);
        var message = new MembershipMessage.Query(query, HOPS, remainingMs, self, endpoints, topic);
        gossip.members().forEach(peer -> gossip.queue(peer, message));
    }

    void onQuery(NodeId from, MembershipMessage.Query query, @Nullable AdvertisedEntry own, long nowNs) {
        RateLimit rate = rates.computeIfAbsent(from, peer -> new RateLimit(QUERY_BURST, QUERY_INTERVAL_NS, nowNs));
        if (!rate.tryTake(nowNs)) {
            count.accept("membership.refused.queryRate");
            return;
        }
        if (own == null || query.asker().equals(self) || !seen.add(query.query())) {
            return;
        }
        if (!own.entry().left() && interests.contain(query.topic())) {
            answer(from, query, new MembershipMessage.Answer(query.query(), shortened(own, query.topic())), nowNs);
        }
        if (query.hops() > 1) {
            passOn(from, query);
        }
    }

    void onAnswer(NodeId from, MembershipMessage.Answer answer) {
        Asked query = asked.get(answer.query());
        NodeEntry entry = answer.entry().entry();
        if (query == null) {
            count.accept("membership.ignored.lateAnswer");
        } else if (!entry.id().equals(from) || entry.left()) {
            count.accept("membership.refused.foreignAnswer");
        } else if (query.answers.size() < MAX_ANSWERS) {
            query.answers.put(from, entry);
        }
    }

    /** A session began: sends the answers that waited for it. */
    void sessionUp(NodeId peer) {
        Dialled waiting = dialled.remove(peer);
        if (waiting != null) {
            waiting.answers.forEach(answer -> gossip.queue(peer, answer));
        }
    }

    void sessionEnded(NodeId peer) {
        rates.remove(peer);
    }

    /** Ends what is due. Returns the callbacks, to be run later, when the state is consistent. */
    List<Runnable> tick(long nowNs) {
        dialled.values().removeIf(waiting -> nowNs - waiting.untilNs >= 0);
        List<Runnable> ended = new ArrayList<>();
        asked.values().removeIf(query -> {
            if (nowNs - query.untilNs < 0) {
                return false;
            }
            List<NodeEntry> answers = List.copyOf(query.answers.values());
            ended.add(() -> query.done.accept(answers));
            return true;
        });
        return ended;
    }

    /** When {@link #tick} is due: an hour from now at the latest. */
    long deadlineNs(long nowNs) {
        long soonestNs = nowNs + 3_600 * Directory.SECOND_NS;
        for (Asked query : asked.values()) {
            soonestNs = query.untilNs - soonestNs < 0 ? query.untilNs : soonestNs;
        }
        return soonestNs;
    }

    private void answer(NodeId from, MembershipMessage.Query query, MembershipMessage.Answer answer, long nowNs) {
        NodeId asker = query.asker();
        if (gossip.isConnected(asker)) {
            gossip.queue(asker, answer);
            return;
        }
        Dialled waiting = dialled.get(asker);
        if (waiting == null) {
            if (query.endpoints().isEmpty() || dialled.size() >= MAX_DIALLED) {
                count.accept("membership.dropped.answer");
                return;
            }
            long callNs = Math.min(query.remainingMs() * 1_000_000L, MAX_CALL_NS);
            waiting = new Dialled(nowNs + callNs);
            dialled.put(asker, waiting);
            links.reach(asker, query.endpoints(), from);
        }
        if (waiting.answers.size() < Dialled.MAX_ANSWERS) {
            waiting.answers.add(answer);
        }
    }

    /** An answer has to fit one message: with many topics, it names only the requested one. */
    private static AdvertisedEntry shortened(AdvertisedEntry own, Topic topic) {
        boolean tooLong = !EarlierEntry.of(own.entry()).equals(own.entry());
        return tooLong
                ? new AdvertisedEntry(own.entry().matching(topic), own.vouch(), own.ageSeconds()).forEarlier()
                : own;
    }

    /** A peer that may not see the directory receives no questions of other nodes, and its own are not passed on. */
    private void passOn(NodeId from, MembershipMessage.Query query) {
        if (!gossip.sees(from)) {
            count.accept("membership.refused.query");
            return;
        }
        var next = new MembershipMessage.Query(
                query.query(), query.hops() - 1, query.remainingMs(), query.asker(), query.endpoints(), query.topic());
        gossip.members().stream()
                .filter(peer -> !peer.equals(from) && !peer.equals(query.asker()) && gossip.sees(peer))
                .forEach(peer -> gossip.queue(peer, next));
    }

    private static final class Asked {
        final long untilNs;
        final Consumer<List<NodeEntry>> done;
        final Map<NodeId, NodeEntry> answers = new TreeMap<>();

        Asked(long untilNs, Consumer<List<NodeEntry>> done) {
            this.untilNs = untilNs;
            this.done = done;
        }
    }

    /** An asker that is being dialled. */
    private static final class Dialled {
        static final int MAX_ANSWERS = 16;
        final long untilNs;
        final List<MembershipMessage.Answer> answers = new ArrayList<>();

        Dialled(long untilNs) {
            this.untilNs = untilNs;
        }
    }
}
