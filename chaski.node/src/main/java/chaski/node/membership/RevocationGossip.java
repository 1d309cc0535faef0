package chaski.node.membership;

import chaski.api.NodeId;
import chaski.node.identity.RevocationVersion;
import chaski.node.identity.Revocations;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Spreads lists of revocations in a closed network. When a session begins, both sides send which lists they have, and each sends the
 * other those that it lacks. A list that is new here is sent to all peers that lack it, once. Lists need no trust in those who send them:
 * an authority has signed them, and only newer ones replace others.
 *
 * <p>Verifying a list takes milliseconds, so each peer has an allowance of a list a second after a first {@link #BURST}. Beyond it a
 * list is dropped and counted; this node asks for it again when there is an allowance, by sending which lists it has.
 *
 * <p>Confined to the control loop.
 */
final class RevocationGossip {

    static final int BURST = 8;
    private static final int MAX_WAITING_BYTES = 2 * Revocations.MAX_LIST_BYTES;
    private static final int DIGEST_BURST = 8;
    private static final long DIGEST_INTERVAL_NS = 5 * Directory.SECOND_NS;
    private static final int MAX_ASSEMBLED_BYTES = 64 * Revocations.MAX_LIST_BYTES;
    static final String REFUSED = "membership.refused.revocations";

    private final Revocations revocations;
    private final Gossip gossip;
    private final DirectoryListener listener;
    private final MembershipSecurity security;
    private final PartAssembly parts;
    private final Map<NodeId, PeerLists> peers = new TreeMap<>();
    private final Queue<Received> waiting = new ArrayDeque<>();
    private boolean verifying;

    RevocationGossip(Revocations revocations, Gossip gossip, DirectoryListener listener, MembershipSecurity security) {
        this.revocations = revocations;
        this.gossip = gossip;
        this.listener = listener;
        this.security = security;
        this.parts = new PartAssembly(
                "list of revocations",
                Revocations.MAX_LIST_BYTES,
                MAX_ASSEMBLED_BYTES,
                "membership.ignored.revocationPart",
                "membership.dropped.revocationParts",
                listener::onRefused);
    }

    void sessionUp(NodeId peer, long nowNs) {
        sessionEnded(peer);
        PeerLists lists = new PeerLists(nowNs);
        peers.put(peer, lists);
        sendDigest(peer, lists);
    }

    void sessionEnded(NodeId peer) {
        peers.remove(peer);
        parts.sessionEnded(peer);
        waiting.removeIf(received -> received.from.equals(peer));
    }

    void onDigest(NodeId from, MembershipMessage.RevocationDigest digest, long nowNs) {
        PeerLists lists = peers.get(from);
        if (lists == null) {
            return;
        }
        if (!lists.digests.tryTake(nowNs)) {
            listener.onRefused("membership.refused.revocationDigestRate");
            return;
        }
        lists.known = new HashMap<>();
        digest.versions().forEach(version -> lists.known(version));
        sendLacking(from, lists, revocations.versions());
    }

    void onPart(NodeId from, MembershipMessage.RevocationPart part, long nowNs) {
        PeerLists lists = peers.get(from);
        Optional<ByteBuffer> list = parts.add(from, part.first(), part.last(), part.bytes());
        if (lists == null || list.isEmpty()) {
            return;
        }
        int bytes = list.get().remaining();
        if (lists.waitingBytes + bytes > MAX_WAITING_BYTES || !lists.received.tryTake(nowNs)) {
            lists.owesDigest = true;
            listener.onRefused(
                    from,
                    "membership.dropped.revocations",
                    "it sends lists of revocations faster than this node verifies them; they are requested again");
            return;
        }
        lists.waitingBytes += bytes;
        waiting.add(new Received(from, lists, list.get()));
        verifyNext();
    }

    /** Sends peers the lists that they lack. */
    void refresh() {
        // What is being verified came from a peer that must not be sent it: that is known afterwards.
        if (!verifying) {
            List<RevocationVersion> versions = revocations.versions();
            peers.forEach((peer, lists) -> sendLacking(peer, lists, versions));
        }
    }

    /** To be called every second. */
    void tick(long nowNs) {
        peers.forEach((peer, lists) -> {
            if (lists.owesDigest && lists.received.tryTake(nowNs)) {
                sendDigest(peer, lists);
            }
        });
        refresh();
    }

    private void sendDigest(NodeId peer, PeerLists lists) {
        List<RevocationVersion> versions = revocations.versions();
        lists.owesDigest = !gossip.queue(
                peer,
                new MembershipMessage.RevocationDigest(
                        versions.subList(0, Math.min(versions.size(), RevocationCodec.MAX_VERSIONS))));
    }

    private void sendLacking(NodeId peer, PeerLists lists, List<RevocationVersion> versions) {
        for (RevocationVersion version : versions) {
            if (lists.lacks(version)) {
                Optional<ByteBuffer> list = revocations.list(version.issuer());
                // Without room, the next tick tries again.
                if (list.isEmpty() || send(peer, list.get())) {
                    lists.known(version);
                }
            }
        }
    }

    private boolean send(NodeId peer, ByteBuffer list) {
        List<MembershipMessage> messages = new ArrayList<>();
        for (int at = 0; at < list.limit(); at += MembershipCodec.MAX_PART_BYTES) {
            int length = Math.min(MembershipCodec.MAX_PART_BYTES, list.limit() - at);
            messages.add(
                    new MembershipMessage.RevocationPart(at == 0, at + length == list.limit(), list.slice(at, length)));
        }
        return messages.stream().allMatch(message -> gossip.queue(peer, message));
    }

    private void verifyNext() {
        Received next = verifying ? null : waiting.poll();
        if (next != null) {
            verifying = true;
            security.background().run("revocations", next::run, () -> {
                verifying = false;
                apply(next);
                refresh();
                verifyNext();
            });
        }
    }

    private void apply(Received done) {
        done.lists.waitingBytes -= done.list.remaining();
        if (done.problem != null) {
            listener.onRefused(
                    done.from, REFUSED, "it sent a list of revocations that is not accepted: " + done.problem);
        } else if (done.accepted == null) {
            listener.onRefused("membership.ignored.olderRevocations");
        } else {
            done.lists.known(done.accepted);
            listener.onRefused("membership.revocations.accepted");
        }
    }

    /** What one peer has, and what it may still send. */
    private static final class PeerLists {

        private final RateLimit digests;
        private final RateLimit received;
        /** The newest version of each authority; null until the peer has stated it. */
        private @Nullable Map<ByteBuffer, RevocationVersion> known;

        private int waitingBytes;
        private boolean owesDigest;

        PeerLists(long nowNs) {
            digests = new RateLimit(DIGEST_BURST, DIGEST_INTERVAL_NS, nowNs);
            received = new RateLimit(BURST, Directory.SECOND_NS, nowNs);
        }

        boolean lacks(RevocationVersion version) {
            if (known == null) {
                return false;
            }
            RevocationVersion has = known.get(version.issuer());
            return has == null || version.isNewerThan(has);
        }

        /** Only as many as this node trusts authorities, and as a digest contains. */
        void known(RevocationVersion version) {
            if (known != null) {
                known.merge(version.issuer(), version, (a, b) -> b.isNewerThan(a) ? b : a);
            }
        }
    }

    /** A list that is to be verified. */
    private final class Received {

        private final NodeId from;
        private final PeerLists lists;
        private final ByteBuffer list;
        private @Nullable RevocationVersion accepted;
        private @Nullable String problem;

        Received(NodeId from, PeerLists lists, ByteBuffer list) {
            this.from = from;
            this.lists = lists;
            this.list = list;
        }

        /** Any thread. */
        void run() {
            try {
                accepted = revocations.accept(list).orElse(null);
            } catch (GeneralSecurityException | RuntimeException refused) {
                // Whatever bytes a peer sends, the code that reads lists may throw more than it declares.
                problem = String.valueOf(refused.getMessage());
            }
        }
    }
}
