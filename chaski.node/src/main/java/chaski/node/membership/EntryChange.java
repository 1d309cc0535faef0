package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.TopicPattern;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The changes of topics in a new version of an entry, for a receiver that has the version before.
 *
 * @param id the owner
 * @param incarnation its run
 * @param base the version that is changed
 * @param version the version after the change, above the base
 * @param vouch as in {@link DigestEntry}
 * @param published the changes of the published topics
 * @param subscribed the changes of the subscribed patterns
 * @param signature of the entry after the change, by the signer of the base; empty outside of closed networks. Not copied
 */
record EntryChange(
        NodeId id,
        long incarnation,
        long base,
        long version,
        int vouch,
        Difference published,
        Difference subscribed,
        ByteBuffer signature) {

    /** Fields that each change has, and the counts of its lists. */
    static final int LEAST_BYTES = 16 + 8 + 8 + 8 + 4 + 4 * 2 + 2;

    private static final ByteBuffer UNSIGNED = ByteBuffer.allocate(0).asReadOnlyBuffer();

    EntryChange {
        if (base < 1 || version <= base) {
            throw new IllegalArgumentException("entry change: expected a version above " + base + ", got " + version);
        }
        new DigestEntry(id, incarnation, version, vouch, false); // checks the numbers
    }

    EntryChange(
            NodeId id,
            long incarnation,
            long base,
            long version,
            int vouch,
            Difference published,
            Difference subscribed) {
        this(id, incarnation, base, version, vouch, published, subscribed, UNSIGNED);
    }

    /** {@return the same with the signature of the entry after the change} */
    EntryChange signed(ByteBuffer by) {
        return new EntryChange(id, incarnation, base, version, vouch, published, subscribed, by);
    }

    /**
     * Computes the change from one entry to a newer one.
     *
     * @return the change; empty if more than topics differs, or if the change would not be shorter than the entry
     */
    static Optional<EntryChange> between(NodeEntry before, NodeEntry now, int vouch) {
        boolean onlyTopics = before.id().equals(now.id())
                && before.incarnation() == now.incarnation()
                && before.version() < now.version()
                && !before.left()
                && before.withTopics(now.published(), now.subscribed(), now.version())
                        .equals(now);
        if (!onlyTopics || !isAscending(now.published()) || !isAscending(now.subscribed())) {
            return Optional.empty();
        }
        EntryChange change = new EntryChange(
                now.id(),
                now.incarnation(),
                before.version(),
                now.version(),
                vouch,
                Difference.between(before.published(), now.published()),
                Difference.between(before.subscribed(), now.subscribed()));
        return Optional.of(change).filter(c -> c.bytes() < EntryCodec.bytes(now));
    }

    /** {@return the changed entry; empty if the given one is not the base of this change} */
    Optional<NodeEntry> applyTo(NodeEntry before) {
        if (!before.id().equals(id)
                || before.incarnation() != incarnation
                || before.version() != base
                || before.left()
                || !published.fits(before.published())
                || !subscribed.fits(before.subscribed())) {
            return Optional.empty();
        }
        List<TopicPattern> nowPublished = published.applyTo(before.published());
        List<TopicPattern> nowSubscribed = subscribed.applyTo(before.subscribed());
        if (nowPublished.size() > NodeEntry.MAX_TOPICS || nowSubscribed.size() > NodeEntry.MAX_TOPICS) {
            return Optional.empty();
        }
        NodeEntry now = before.withTopics(nowPublished, nowSubscribed, version);
        return Optional.of(now).filter(entry -> EntryCodec.bytes(entry) <= NodeEntry.MAX_BYTES);
    }

    DigestEntry row() {
        return new DigestEntry(id, incarnation, version, vouch, false);
    }

    int bytes() {
        return LEAST_BYTES + published.bytes() + subscribed.bytes() + signature.remaining();
    }

    private static boolean isAscending(List<TopicPattern> patterns) {
        for (int i = 1; i < patterns.size(); i++) {
            if (patterns.get(i - 1).compareTo(patterns.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The difference of two lists.
     *
     * @param added elements of the later list only
     * @param removed elements of the earlier list only
     */
    record Difference(List<TopicPattern> added, List<TopicPattern> removed) {

        Difference {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }

        static Difference between(List<TopicPattern> before, List<TopicPattern> now) {
            return new Difference(without(now, before), without(before, now));
        }

        /** {@return true if the list contains all removed elements and none of the added ones} */
        boolean fits(List<TopicPattern> before) {
            Set<TopicPattern> had = new HashSet<>(before);
            return had.containsAll(removed) && added.stream().noneMatch(had::contains);
        }

        List<TopicPattern> applyTo(List<TopicPattern> before) {
            Set<TopicPattern> now = new TreeSet<>(before);
            removed.forEach(now::remove);
            now.addAll(added);
            return List.copyOf(now);
        }

        /** Without the counts. */
        int bytes() {
            return EntryCodec.patternBytes(added) + EntryCodec.patternBytes(removed) - 2 * Short.BYTES;
        }

        private static List<TopicPattern> without(Collection<TopicPattern> all, Collection<TopicPattern> some) {
            Set<TopicPattern> excluded = new HashSet<>(some);
            List<TopicPattern> left = new ArrayList<>();
            for (TopicPattern each : all) {
                if (!excluded.contains(each)) {
                    left.add(each);
                }
            }
            return left;
        }
    }
}
