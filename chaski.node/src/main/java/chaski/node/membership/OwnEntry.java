package chaski.node.membership;

import chaski.api.NodeId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one who alone may raise the version of this node's own entry. It does so when something changed, and when the network
 * holds something about it that it did not say: a tombstone, or an entry of its own run that is newer than its own or differs.
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

    /** Makes a new entry if anything differs from what was told before. Having left is final. */
    Optional<NodeEntry> announce(Announcement announcement) {
        if (announcement.equals(announced) || (entry != null && entry.left())) {
            return Optional.empty();
        }
        announced = announcement;
        return Optional.of(raise(entry == null ? 0 : entry.version()));
    }

    /** Makes the tombstone, if there is something to leave. */
    Optional<NodeEntry> leave() {
        if (entry == null || entry.left()) {
            return Optional.empty();
        }
        entry = NodeEntry.tombstone(id, incarnation, entry.version() + 1);
        return Optional.of(entry);
    }

    /** Says the same as before, as a later run. */
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

    /** Makes an entry that is newer than the given version and says the same. */
    NodeEntry raise(long above) {
        long version = Math.max(above, entry == null ? 0 : entry.version()) + 1;
        boolean left = entry != null && entry.left();
        entry = left || announced == null
                ? NodeEntry.tombstone(id, incarnation, version)
                : announced.toEntry(id, incarnation, version);
        return entry;
    }

    /** What the network says about this node, against what it says itself. */
    enum Meeting {
        /** As said. */
        SAME,
        /** Said before; the other side has not heard the latest. */
        OLDER,
        /** Not said by this run: to be surpassed by a higher version. */
        FOREIGN,
        /** Not to be surpassed. */
        SUPERSEDED,
        /** This node has announced nothing: it is an observer, or has just begun. */
        NOTHING_TO_SAY
    }
}
