package chaski.node.session;

import chaski.api.ProtocolException;
import chaski.fuzz.DecoderOracle;
import chaski.node.receive.Reassembly;
import chaski.node.receive.ReassemblyAccount;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Fragments of messages on several routes, in any order and of any announced length: a complete message consists
 * exactly of its fragments, and memory is bounded by what arrived.
 */
public final class ReassemblyTarget {

    private static final int MESSAGE_LIMIT = 1 << 20;
    private static final int ANNOUNCED_LIMIT = 2 << 20;
    private static final int COUNT_LIMIT = 5;
    private static final int ROUTES = 8;
    private static final int LONGEST_FRAGMENT = 600;

    /** The factor by which memory may exceed what arrived. */
    private static final int GROWTH = 4;

    private ReassemblyTarget() {}

    /**
     * Each fragment takes five bytes: a route and flags, a sequence, a length of two bytes, and the excess of the
     * announced length.
     */
    public static void fuzzerTestOneInput(byte[] data) {
        DecoderOracle.bounded(data.length, () -> new Messages().run(ByteBuffer.wrap(data)));
    }

    /** The memory of one session, with a bound that is rarely reached. */
    private static final class CountedMemory implements ReassemblyAccount {

        private static final long LIMIT = 3L << 20;

        private long held;

        @Override
        public boolean take(long more) {
            if (held + more > LIMIT) {
                return false;
            }
            held += more;
            return true;
        }

        @Override
        public void progressed() {}

        @Override
        public void give(long less) {
            held -= less;
            DecoderOracle.same(true, held >= 0);
        }
    }

    private static final class Messages {

        private final CountedMemory memory = new CountedMemory();
        private final Reassembly reassembly = new Reassembly(MESSAGE_LIMIT, ANNOUNCED_LIMIT, COUNT_LIMIT, memory);
        private final Map<Long, ByteArrayOutputStream> arrived = new HashMap<>();
        private byte content;

        void run(ByteBuffer in) {
            try {
                while (in.remaining() >= 5) {
                    int head = in.get();
                    long route = head & (ROUTES - 1);
                    long sequence = in.get();
                    int length = Math.floorMod(in.getShort(), LONGEST_FRAGMENT);
                    int more = in.get();
                    if ((head & 0x80) == 0) {
                        first(route, sequence, length, (head & 0x40) == 0 ? more : more << 14);
                    } else {
                        next(route, sequence, length, (head & 0x40) != 0);
                    }
                    boundedByWhatArrived();
                }
            } catch (ProtocolException expected) {
                // the session ends, and with it every unfinished message
            }
            reassembly.clear();
            DecoderOracle.same(0L, memory.held);
            DecoderOracle.same(true, reassembly.isEmpty());
        }

        private void first(long route, long sequence, int length, int more) {
            byte[] fragment = fragment(length);
            reassembly.first(route, sequence, length + more, DecoderOracle.buffer(fragment, 0));
            ByteArrayOutputStream begun = new ByteArrayOutputStream();
            begun.writeBytes(fragment);
            DecoderOracle.same(null, arrived.put(route, begun));
        }

        private void next(long route, long sequence, int length, boolean last) {
            byte[] fragment = fragment(length);
            ByteBuffer whole = reassembly.next(route, sequence, last, DecoderOracle.buffer(fragment, 0));
            arrived.get(route).writeBytes(fragment);
            DecoderOracle.same(last, whole != null);
            if (whole != null) {
                byte[] bytes = new byte[whole.remaining()];
                whole.get(bytes);
                DecoderOracle.same(
                        true, Arrays.equals(bytes, arrived.remove(route).toByteArray()));
            }
        }

        private byte[] fragment(int length) {
            byte[] fragment = new byte[length];
            Arrays.fill(fragment, content++);
            return fragment;
        }

        private void boundedByWhatArrived() {
            long most = 0;
            for (ByteArrayOutputStream message : arrived.values()) {
                most += Reassembly.OVERHEAD_BYTES + (long) GROWTH * message.size();
            }
            DecoderOracle.same(true, memory.held <= most);
        }
    }
}
