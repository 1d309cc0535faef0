package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.NodeReport;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;

/** The membership of a closed network's node; a test sends it messages and runs its background work. */
final class VerifyingNode implements MembershipLinks, MembershipListener {

    static final PeerTraits TRAITS = new PeerTraits(false, true, true);

    final SigningMember member;
    final Membership membership;
    final Map<String, Integer> counts = new TreeMap<>();
    /** The latest reason of each counter, after the peer. */
    final Map<String, String> reasons = new HashMap<>();

    final Map<NodeId, List<MembershipMessage>> sent = new HashMap<>();
    long nowNs = 7;
    /** How often something was verified or signed. */
    int backgroundRuns;

    private final Queue<Runnable> background = new ArrayDeque<>();

    VerifyingNode(SigningMember member) {
        this.member = member;
        membership = new Membership(
                new OwnRun(member.id, 1_000, false),
                new MembershipSecurity(
                        Optional.of(member.closed()),
                        (name, work, then) -> background.add(() -> {
                            work.run();
                            then.run();
                        }),
                        () -> nowNs),
                10_000,
                new Random(1),
                run -> run < 1_000_000,
                () -> 5 * Directory.SECOND_NS,
                this,
                this,
                () -> new NodeReport(member.id, 1_000, "n", List.of(), List.of(), List.of()),
                nowNs);
        member.security.onChange(() -> membership.credentialsChanged(nowNs));
        membership.announce(new Announcement("node", List.of(), List.of(), List.of(), false), nowNs);
        work();
    }

    void connect(NodeId peer) {
        membership.sessionUp(peer, 1_000, TRAITS, nowNs);
        work();
    }

    void receive(NodeId from, MembershipMessage message) {
        membership.onMessage(from, MembershipCodec.encode(message), nowNs);
        work();
    }

    void receive(NodeId from, AdvertisedEntry... entries) {
        receive(from, new MembershipMessage.Entries(List.of(entries)));
    }

    /** Only queues what is to be verified. */
    void receiveLater(NodeId from, MembershipMessage message) {
        membership.onMessage(from, MembershipCodec.encode(message), nowNs);
    }

    void work() {
        for (Runnable next = background.poll(); next != null; next = background.poll()) {
            backgroundRuns++;
            next.run();
        }
    }

    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nowNs += Directory.SECOND_NS;
            membership.tick(nowNs);
            work();
        }
    }

    int counted(String counter) {
        return counts.getOrDefault(counter, 0);
    }

    <M extends MembershipMessage> List<M> sent(NodeId peer, Class<M> kind) {
        return sent.getOrDefault(peer, List.of()).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Override
    public boolean isWritable(NodeId peer) {
        return true;
    }

    @Override
    public void send(NodeId peer, ByteBuffer message) {
        sent.computeIfAbsent(peer, p -> new ArrayList<>()).add(MembershipCodec.decode(message));
    }

    @Override
    public void reach(NodeId node, List<Endpoint> endpoints, NodeId from) {
        throw new AssertionError("nobody is asked");
    }

    @Override
    public void onEntry(NodeId id, Optional<NodeEntry> before, Optional<NodeEntry> after, boolean left) {
        // The directory shows it.
    }

    @Override
    public void onStateChanged() {
        // The directory shows it.
    }

    @Override
    public void onPeerNeeds(NodeId peer, SessionNeed need) {
        throw new AssertionError("nobody has needs");
    }

    @Override
    public void onSuperseded(long incarnation) {
        onCount("superseded");
    }

    @Override
    public void onRefused(NodeId from, String counter, String reason) {
        onCount(counter);
        reasons.put(counter, from.shortForm() + " " + reason);
    }

    @Override
    public void onCount(String counter) {
        counts.merge(counter, 1, Integer::sum);
    }
}
