package chaski.node.membership;

import chaski.api.NodeId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only place that raises the version of this node's own entry. It does so if something has changed, and if the
 * network has something about it that it did not announce: a tombstone, or an entry of its own incarnation that is
 * newer than its own or differs.
 */
final class OwnEntry {

    final NodeId id;
    private long incarnation;
    private @Nullable Announcement announced;
    private @Nullable NodeEntry entry;

    OwnEntry(NodeId id, long incarnation) {
        this.id = id;
        this.incarnation = incarnation;
    }

    /** Returns a new entry if anything differs from the last announcement. Having left is final. */
    Optional<NodeEntry> announce(Announcement announcement) {
        if (announcement.equals(announced) || (entry != null && entry.left())) {
            return Optional.empty();
        }
        announced = announcement;
        return Optional.of(raise(entry == null ? 0 : entry.version()));
    }

    /** Returns the tombstone, if there was an announcement. */
    Optional<NodeEntry> leave() {
        if (entry == null || entry.left()) {
            return Optional.empty();
        }
        entry = NodeEntry.tombstone(id, incarnation, entry.version() + 1);
        return Optional.of(entry);
    }

    /** Announces the same as before, in a later incarnation. */
    Optional<NodeEntry> reincarnate(long later) {
        if (later <= incarnation) {
            throw new IllegalArgumentException("expected an incarnation above " + incarnation + ", got " + later);
        }
        incarnation = later;
        if (entry == null || entry.left()) {
            return Optional.empty();
        }
        entry = null;
        return Optional.of(raise(0));
    }

    Meeting meet(DigestEntry row, @Nullable NodeEntry body) {
        boolean last = row.incarnation() == incarnation && row.version() == NodeEntry.MAX_VERSION;
        if (row.incarnation() > incarnation || last) {
            return Meeting.SUPERSEDED;
        }
        if (entry == null) {
            return Meeting.NOTHING_TO_SAY;
        }
        int order = entry.compareAge(row.incarnation(), row.version(), row.left());
        if (order > 0) {
            return Meeting.OLDER;
        }
        boolean foreign = order < 0 || (body != null && !body.equals(entry) && !body.equals(EarlierEntry.of(entry)));
        return foreign || row.vouch() > DigestEntry.MAX_VOUCH / 2 ? Meeting.FOREIGN : Meeting.SAME;
    }

    /** Returns an entry that is newer than the given version, with the same contents. */
    NodeEntry raise(long above) {
        long version = Math.max(above, entry == null ? 0 : entry.version()) + 1;
        boolean left = entry != null && entry.left();
        entry = left || announced == null
                ? NodeEntry.tombstone(id, incarnation, version)
                : announced.toEntry(id, incarnation, version);
        return entry;
    }

    /** The result of comparing the network's entry of this node with its own. */
    enum Meeting {
        /** The announced one. */
        SAME,
        /** An earlier one; the other side lacks the latest. */
        OLDER,
        /** Not announced by this incarnation: must be surpassed by a higher version. */
        FOREIGN,
        /** Cannot be surpassed. */
        SUPERSEDED,
        /** This node has announced nothing: it is an observer, or has just started. */
        NOTHING_TO_SAY
    }
}
