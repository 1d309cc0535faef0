package chaski.node.membership;

import chaski.node.identity.OwnerProof;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are sent to one peer together: in a message of changes, one of whole entries, and the parts of one long
 * entry.
 */
final class EntryBatch {

    private final boolean takesChanges;
    private final List<EntryChange> changes = new ArrayList<>();
    private final List<AdvertisedEntry> whole = new ArrayList<>();
    private final List<MembershipMessage> parts = new ArrayList<>();
    private int changesBytes = MembershipCodec.MAX_HEAD_BYTES;
    private int wholeBytes = MembershipCodec.MAX_HEAD_BYTES;
    private int partsBytes;

    /**
     * An empty batch.
     *
     * @param takesChanges whether the peer accepts changes, parts, and entries that are longer than those of earlier
     *     builds; every node of a closed network does
     */
    EntryBatch(boolean takesChanges) {
        this.takesChanges = takesChanges;
    }

    /**
     * Adds an entry, or only its changes if they suffice.
     *
     * @param known the entry that the peer presumably knows, or empty to send all
     * @param now the entry
     * @return false if there is no room: it belongs into the next batch; one entry always has room
     */
    boolean add(Optional<NodeEntry> known, AdvertisedEntry now) {
        EntryChange change = change(known, now);
        return change != null
                ? addChange(change)
                : addWhole(takesChanges || now.proof() != null ? now : now.forEarlier());
    }

    private @Nullable EntryChange change(Optional<NodeEntry> known, AdvertisedEntry now) {
        if (!takesChanges) {
            return null;
        }
        OwnerProof proof = now.proof();
        return known.flatMap(entry -> EntryChange.between(entry, now.entry(), now.vouch()))
                .map(change -> proof == null ? change : change.signed(proof.signature()))
                .filter(change -> MembershipCodec.MAX_HEAD_BYTES + change.bytes() <= MembershipCodec.MAX_BYTES)
                .orElse(null);
    }

    private boolean addChange(EntryChange change) {
        if (changesBytes + change.bytes() > MembershipCodec.MAX_BYTES) {
            return false;
        }
        changes.add(change);
        changesBytes += change.bytes();
        return true;
    }

    private boolean addWhole(AdvertisedEntry entry) {
        int bytes = EntryCodec.bytes(entry);
        if (wholeBytes + bytes <= MembershipCodec.MAX_BYTES) {
            whole.add(entry);
            wholeBytes += bytes;
            return true;
        }
        boolean tooLong = MembershipCodec.MAX_HEAD_BYTES + bytes > MembershipCodec.MAX_BYTES;
        if (!tooLong || !parts.isEmpty()) {
            return false;
        }
        split(entry);
        return true;
    }

    private void split(AdvertisedEntry entry) {
        FieldWriter out = new FieldWriter();
        EntryCodec.encode(entry, out);
        ByteBuffer bytes = out.buffer();
        partsBytes += bytes.limit();
        for (int at = 0; at < bytes.limit(); at += MembershipCodec.MAX_PART_BYTES) {
            int length = Math.min(MembershipCodec.MAX_PART_BYTES, bytes.limit() - at);
            parts.add(new MembershipMessage.EntryPart(at == 0, at + length == bytes.limit(), bytes.slice(at, length)));
        }
    }

    /** {@return the approximate number of bytes} */
    int bytes() {
        return changesBytes + wholeBytes + partsBytes;
    }

    /** {@return the messages, in order; at least one} */
    List<MembershipMessage> messages() {
        List<MembershipMessage> messages = new ArrayList<>();
        if (!changes.isEmpty()) {
            messages.add(new MembershipMessage.Changes(changes));
        }
        if (!whole.isEmpty() || (changes.isEmpty() && parts.isEmpty())) {
            messages.add(new MembershipMessage.Entries(whole));
        }
        messages.addAll(parts);
        return messages;
    }
}
