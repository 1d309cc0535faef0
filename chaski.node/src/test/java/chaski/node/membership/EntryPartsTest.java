package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.NodeId;
import chaski.api.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EntryPartsTest {

    private static final int PART = 50_000;

    private final List<String> counts = new ArrayList<>();
    private static final int MAX_BYTES = NodeEntry.MAX_BYTES + ProofCodec.MAX_BYTES;

    private final EntryParts parts = new EntryParts(counts::add);

    private static ByteBuffer bytes(String name) {
        FieldWriter out = new FieldWriter();
        EntryCodec.encode(new AdvertisedEntry(Samples.named(Samples.A, 1, 1, name), 4, 0), out);
        return out.buffer();
    }

    private static MembershipMessage.EntryPart part(ByteBuffer of, int from, int to) {
        return new MembershipMessage.EntryPart(from == 0, to == of.limit(), of.slice(from, to - from));
    }

    private static MembershipMessage.EntryPart filler(boolean first) {
        return new MembershipMessage.EntryPart(first, false, ByteBuffer.allocate(PART));
    }

    @Test
    void partsOfTwoPeersDoNotMix() {
        ByteBuffer one = bytes("one");
        ByteBuffer two = bytes("two");
        assertThat(parts.add(Samples.B, part(one, 0, 10))).isEmpty();
        assertThat(parts.add(Samples.C, part(two, 0, 20))).isEmpty();
        assertThat(parts.add(Samples.B, part(one, 10, one.limit())))
                .hasValueSatisfying(
                        reported -> assertThat(reported.entry().name()).isEqualTo("one"));
        assertThat(parts.add(Samples.C, part(two, 20, two.limit())))
                .hasValueSatisfying(
                        reported -> assertThat(reported.entry().name()).isEqualTo("two"));
    }

    @Test
    void firstPartBeginsAnew() {
        ByteBuffer one = bytes("one");
        parts.add(Samples.B, part(one, 0, 10));
        parts.add(Samples.B, part(one, 0, 20));
        assertThat(parts.add(Samples.B, part(one, 20, one.limit()))).isPresent();
    }

    @Test
    void partWithoutBeginningIsIgnoredAndCounted() {
        ByteBuffer one = bytes("one");
        assertThat(parts.add(Samples.B, part(one, 10, one.limit()))).isEmpty();
        parts.add(Samples.B, part(one, 0, 10));
        parts.sessionEnded(Samples.B);
        assertThat(parts.add(Samples.B, part(one, 10, one.limit()))).isEmpty();
        assertThat(counts).containsOnly("membership.ignored.entryPart").hasSize(2);
    }

    @Test
    void bytesAfterTheEntryAreRefused() {
        ByteBuffer longer = ByteBuffer.allocate(bytes("one").limit() + 1).put(bytes("one"));
        longer.clear();
        assertThatThrownBy(() -> parts.add(Samples.B, part(longer, 0, longer.limit())))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("no bytes after");
    }

    @Test
    void entryWithoutEndIsRefused() {
        parts.add(Samples.B, filler(true));
        for (int i = 2; i * PART <= MAX_BYTES; i++) {
            parts.add(Samples.B, filler(false));
        }
        assertThatThrownBy(() -> parts.add(Samples.B, filler(false)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("at most " + MAX_BYTES);
    }

    @Test
    void theOneThatHasWaitedLongestMakesRoom() {
        int room = EntryParts.MAX_BYTES / PART;
        for (int i = 0; i < room; i++) {
            parts.add(new NodeId(new UUID(1, i)), filler(true));
        }
        assertThat(counts).isEmpty();
        parts.add(new NodeId(new UUID(1, 0)), filler(false)); // continues, so that 1 has waited longest
        assertThat(counts).containsExactly("membership.dropped.entryParts");
        counts.clear();
        parts.add(new NodeId(new UUID(1, 1)), filler(false));
        assertThat(counts).containsExactly("membership.ignored.entryPart");
        counts.clear();
        parts.add(new NodeId(new UUID(1, 0)), filler(false));
        assertThat(counts).containsExactly("membership.dropped.entryParts");
    }

    @Test
    void whatEndsGivesItsRoomBack() {
        for (int i = 0; i < 10 * EntryParts.MAX_BYTES / PART; i++) {
            parts.add(Samples.B, filler(true));
            parts.sessionEnded(Samples.B);
        }
        assertThat(counts).isEmpty();
    }
}
