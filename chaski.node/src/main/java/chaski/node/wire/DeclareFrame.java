package chaski.node.wire;

import chaski.api.InvalidTopicException;
import chaski.api.ProtocolException;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * DECLARE: u16 count of 1 to 256, then for each change u8 kind, u64 id, u64 version, and if added u8 channel, text pattern, u8
 * flags, u64 granted.
 */
public final class DeclareFrame {

    /** The most changes in one frame. */
    public static final int MAX_CHANGES = 256;

    static final int MAX_BODY_BYTES = 65_536;

    /** The most bytes {@link #encode} writes. */
    public static final int MAX_BYTES = FrameHeader.BYTES + MAX_BODY_BYTES;

    private static final int ADD = 1;
    private static final int REMOVE = 2;
    private static final int CREDITED = 1;

    private static final int REMOVED_BYTES = Byte.BYTES + 2 * Long.BYTES;
    private static final int ADDED_BYTES =
            REMOVED_BYTES + Byte.BYTES + FrameFields.LENGTH_BYTES + Byte.BYTES + Long.BYTES;

    static final int MIN_BODY_BYTES = Short.BYTES + REMOVED_BYTES;

    private DeclareFrame() {}

    /**
     * Returns how many changes fit one frame; with long patterns they are fewer than {@link #MAX_CHANGES}.
     *
     * @param changes the changes
     * @param from the index of the first
     * @return how many fit
     */
    public static int fit(List<DeclarationChange> changes, int from) {
        int bytes = Short.BYTES;
        int end = Math.min(changes.size(), from + MAX_CHANGES);
        for (int i = from; i < end; i++) {
            bytes += bytes(changes.get(i));
            if (bytes > MAX_BODY_BYTES) {
                return i - from;
            }
        }
        return end - from;
    }

    private static int bytes(DeclarationChange change) {
        if (change instanceof DeclarationChange.Added added) {
            return ADDED_BYTES + added.pattern().text().getBytes(StandardCharsets.UTF_8).length;
        }
        return REMOVED_BYTES;
    }

    /**
     * Writes the frame.
     *
     * @param changes 1 to as many as {@link #fit}, in the order of their versions
     * @param out where to; at most {@link #MAX_BYTES}
     * @throws ProtocolException when they are none or do not fit
     */
    public static void encode(List<DeclarationChange> changes, ByteBuffer out) {
        ViolationText.check(
                !changes.isEmpty() && fit(changes, 0) == changes.size(), "DECLARE", "1 to 256 changes", changes.size());
        int start = FrameHeader.begin(out);
        out.putShort((short) changes.size());
        for (DeclarationChange change : changes) {
            put(change, out);
        }
        FrameHeader.end(out, start, FrameType.DECLARE);
    }

    private static void put(DeclarationChange change, ByteBuffer out) {
        if (change instanceof DeclarationChange.Added added) {
            out.put((byte) ADD).putLong(added.id()).putLong(added.version());
            out.put((byte) added.channel());
            FrameFields.putText(out, added.pattern().text());
            out.put((byte) (added.credited() ? CREDITED : 0)).putLong(added.granted());
        } else {
            out.put((byte) REMOVE).putLong(change.id()).putLong(change.version());
        }
    }

    /**
     * Reads a body.
     *
     * @param body the body, from position to limit
     * @return the changes in order
     * @throws ProtocolException when it is not a DECLARE
     */
    public static List<DeclarationChange> decode(ByteBuffer body) {
        int count = FrameFields.u16(body, "DECLARE");
        ViolationText.check(count >= 1 && count <= MAX_CHANGES, "DECLARE count", "1 to " + MAX_CHANGES, count);
        FrameFields.need(body, count * REMOVED_BYTES, "DECLARE changes");
        List<DeclarationChange> changes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            changes.add(change(body));
        }
        FrameFields.end(body, "DECLARE");
        return changes;
    }

    private static DeclarationChange change(ByteBuffer body) {
        int kind = FrameFields.u8(body, "DECLARE kind");
        long id = FrameFields.u63(body, "DECLARE id");
        long version = FrameFields.u63(body, "DECLARE version");
        return switch (kind) {
            case ADD -> added(id, version, body);
            case REMOVE -> new DeclarationChange.Removed(id, version);
            default -> throw ViolationText.of("DECLARE kind", "1 (ADD) or 2 (REMOVE)", kind);
        };
    }

    private static DeclarationChange added(long id, long version, ByteBuffer body) {
        int channel = FrameFields.u8(body, "DECLARE channel");
        TopicPattern pattern = pattern(FrameFields.text(body, Topic.MAX_BYTES, "DECLARE pattern"));
        int flags = FrameFields.flags(body, CREDITED, "DECLARE flags");
        long granted = FrameFields.u63(body, "DECLARE granted");
        return new DeclarationChange.Added(id, version, channel, pattern, (flags & CREDITED) != 0, granted);
    }

    private static TopicPattern pattern(String text) {
        try {
            return TopicPattern.of(text);
        } catch (InvalidTopicException invalid) {
            throw new ProtocolException(
                    "DECLARE pattern: expected a valid one, got an " + invalid.getMessage(), invalid);
        }
    }
}
