package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.NodeReport;
import chaski.node.identity.RevocationVersion;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/** A message between two nodes about the network. {@link MembershipCodec} defines its bytes. */
sealed interface MembershipMessage {

    /** Passes the message to the receiver's method for its kind. */
    void deliver(NodeId from, Receiver receiver);

    /** One method for each kind of message, so that none is forgotten. */
    interface Receiver {

        void onSummary(NodeId from, Summary message);

        void onDigest(NodeId from, Digest message);

        void onVouches(NodeId from, Vouches message);

        void onWanted(NodeId from, Wanted message);

        void onEntries(NodeId from, Entries message);

        void onNeeds(NodeId from, Needs message);

        void onQuery(NodeId from, Query message);

        void onAnswer(NodeId from, Answer message);

        void onReportRequest(NodeId from, ReportRequest message);

        void onReportPart(NodeId from, ReportPart message);

        void onOpinions(NodeId from, Opinions message);

        void onChanges(NodeId from, Changes message);

        void onEntryPart(NodeId from, EntryPart message);

        void onRevocationDigest(NodeId from, RevocationDigest message);

        void onRevocationPart(NodeId from, RevocationPart message);
    }

    /** A hash of the whole directory, to decide whether a digest is needed. */
    record Summary(long hash, int count) implements MembershipMessage {
        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onSummary(from, this);
        }
    }

    /** Every entry whose id is in the range {@code from} to {@code to}, both included, in ascending order. */
    record Digest(NodeId from, NodeId to, List<DigestEntry> rows) implements MembershipMessage {

        public Digest {
            rows = List.copyOf(rows);
            if (from.compareTo(to) > 0) {
                throw new IllegalArgumentException("digest: expected a range, got " + from + " to " + to);
            }
            for (int i = 0; i < rows.size(); i++) {
                NodeId id = rows.get(i).id();
                boolean outside = id.compareTo(from) < 0 || id.compareTo(to) > 0;
                if (outside || (i > 0 && id.compareTo(rows.get(i - 1).id()) <= 0)) {
                    throw new IllegalArgumentException("digest: expected ascending ids within the range, got " + id);
                }
            }
        }

        @Override
        public void deliver(NodeId sender, Receiver receiver) {
            receiver.onDigest(sender, this);
        }
    }

    /** Entries that were vouched for since. */
    record Vouches(List<DigestEntry> rows) implements MembershipMessage {

        public Vouches {
            rows = List.copyOf(rows);
        }

        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onVouches(from, this);
        }
    }

    /** A request for entries. */
    record Wanted(List<NodeId> ids) implements MembershipMessage {

        public Wanted {
            ids = List.copyOf(ids);
        }

        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onWanted(from, this);
        }
    }

    /** Entries that are new or were requested. */
    record Entries(List<AdvertisedEntry> entries) implements MembershipMessage {

        public Entries {
            entries = List.copyOf(entries);
        }

        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onEntries(from, this);
        }
    }

    /** How much the sender needs the session. */
    record Needs(SessionNeed need) implements MembershipMessage {
        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onNeeds(from, this);
        }
    }

    /**
     * A query to the network for nodes that publish or subscribe a topic.
     *
     * @param query a random number drawn by the asker
     * @param hops how many more sessions it may cross, including the one it arrived on; 1 to {@link #MAX_HOPS}
     * @param remainingMs how long answers are useful; 0 to {@link #MAX_REMAINING_MS}
     * @param asker the node that asks
     * @param endpoints where the asker can be dialled, at most {@link NodeEntry#MAX_ENDPOINTS}
     * @param topic the topic
     */
    record Query(UUID query, int hops, int remainingMs, NodeId asker, List<Endpoint> endpoints, Topic topic)
            implements MembershipMessage {

        static final int MAX_HOPS = 64;
        static final int MAX_REMAINING_MS = 3_600_000;

        public Query {
            endpoints = List.copyOf(endpoints);
            if (hops < 1 || hops > MAX_HOPS || remainingMs < 0 || remainingMs > MAX_REMAINING_MS) {
                throw new IllegalArgumentException("query: expected 1 to " + MAX_HOPS + " hops and 0 to "
                        + MAX_REMAINING_MS + " ms, got " + hops + " and " + remainingMs);
            }
        }

        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onQuery(from, this);
        }
    }

    /** The entry of the answering node; sent to the asker directly. */
    record Answer(UUID query, AdvertisedEntry entry) implements MembershipMessage {
        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onAnswer(from, this);
        }
    }

    /** A request for a node's own view. */
    record ReportRequest(long request) implements MembershipMessage {
        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onReportRequest(from, this);
        }
    }

    /** A part of that view: the concatenated lists of all parts are the lists of the view. */
    record ReportPart(long request, boolean last, NodeReport part) implements MembershipMessage {
        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onReportPart(from, this);
        }
    }

    /** The sender's opinions on nodes, or vouches that refute those of others. Only to peers that accept it. */
    record Opinions(List<Opinion> opinions) implements MembershipMessage {

        public Opinions {
            opinions = List.copyOf(opinions);
        }

        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onOpinions(from, this);
        }
    }

    /** New versions of entries, for a receiver that has the versions before. Only to peers that accept it. */
    record Changes(List<EntryChange> changes) implements MembershipMessage {

        public Changes {
            changes = List.copyOf(changes);
        }

        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onChanges(from, this);
        }
    }

    /**
     * A part of an entry that is too long for one message. The parts of one entry are consecutive, with no part of
     * another entry between them. Only to peers that accept it.
     *
     * @param first whether the entry begins here
     * @param last whether it is complete
     * @param bytes not copied
     */
    record EntryPart(boolean first, boolean last, ByteBuffer bytes) implements MembershipMessage {

        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onEntryPart(from, this);
        }
    }

    /** Which lists of revocations the sender has. Only in closed networks. */
    record RevocationDigest(List<RevocationVersion> versions) implements MembershipMessage {

        public RevocationDigest {
            versions = List.copyOf(versions);
        }

        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onRevocationDigest(from, this);
        }
    }

    /**
     * A part of a list of revocations, as {@link EntryPart} is one of an entry. Only in closed networks.
     *
     * @param first whether the list begins here
     * @param last whether it is complete
     * @param bytes not copied
     */
    record RevocationPart(boolean first, boolean last, ByteBuffer bytes) implements MembershipMessage {

        @Override
        public void deliver(NodeId from, Receiver receiver) {
            receiver.onRevocationPart(from, this);
        }
    }
}
