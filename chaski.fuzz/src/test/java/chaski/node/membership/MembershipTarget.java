package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.ProtocolException;
import chaski.fuzz.DecoderOracle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/** Messages between the directories of nodes, and entries that arrive in parts. */
public final class MembershipTarget {

    private static final int PEERS = 3;

    private MembershipTarget() {}

    /** Reads a message; and the same bytes as parts of entries. */
    public static void fuzzerTestOneInput(byte[] data) {
        DecoderOracle.bounded(data.length, () -> {
            DecoderOracle.roundTrip(
                    DecoderOracle.buffer(data, 0),
                    MembershipCodec::decode,
                    (message, out) -> out.put(MembershipCodec.encode(message)),
                    MembershipCodec.MAX_BYTES);
            parts(data);
        });
    }

    /** Each part: a byte with its flags and its peer, a byte with its length, the bytes. */
    private static void parts(byte[] data) {
        EntryParts parts = new EntryParts(counter -> {});
        for (int at = 0; at + 1 < data.length; ) {
            int head = data[at] & 0xff;
            int to = Math.min(data.length, at + 2 + (data[at + 1] & 0xff));
            ByteBuffer bytes = DecoderOracle.buffer(Arrays.copyOf(data, to), at + 2);
            NodeId peer = new NodeId(new UUID(0, head % PEERS));
            try {
                parts.add(peer, new MembershipMessage.EntryPart((head & 0x40) != 0, (head & 0x80) != 0, bytes))
                        .ifPresent(MembershipTarget::check);
            } catch (ProtocolException expected) {
                parts.sessionEnded(peer);
            }
            at = to;
        }
    }

    private static void check(AdvertisedEntry reported) {
        FieldWriter out = new FieldWriter();
        EntryCodec.encode(reported, out);
        DecoderOracle.same(reported, EntryCodec.decode(new FieldReader(out.buffer())));
        DecoderOracle.same(EntryCodec.bytes(reported), out.length());
    }
}
