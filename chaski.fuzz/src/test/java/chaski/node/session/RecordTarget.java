package chaski.node.session;

import chaski.api.ProtocolException;
import chaski.fuzz.Cuts;
import chaski.fuzz.DecoderOracle;
import chaski.node.receive.BrokenSessionException;
import chaski.node.receive.RecordReceiver;
import chaski.node.wire.RecordHeader;
import chaski.node.wire.SessionRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The log of a session: wherever DATA cuts it, links change and bytes are repeated, the same records are handed over,
 * each once, up to the same error.
 */
public final class RecordTarget {

    private RecordTarget() {}

    /** The first byte determines how the rest is cut. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            DecoderOracle.bounded(data.length, () -> {
                Log whole = new Log(data, 0);
                Log cut = new Log(data, 1 + (data[0] & 0xff));
                DecoderOracle.same(whole.result(), cut.result());
            });
        }
    }

    private static final class Log implements RecordReceiver.Records {

        private final byte[] data;
        private final RecordReceiver arrivals = new RecordReceiver(this);
        private final ByteArrayOutputStream handedOver = new ByteArrayOutputStream();
        private final int seed;
        private Object link = new Object();
        private int pieces;

        Log(byte[] data, int seed) {
            this.data = data;
            this.seed = seed;
        }

        /** The records that were handed over, and the end. */
        String result() {
            String end = "";
            arrivals.fence(link);
            ByteBuffer bytes = DecoderOracle.buffer(data, 1);
            int start = bytes.position();
            try {
                new Cuts(seed).each(bytes, piece -> give(piece.position() - start, piece));
            } catch (BrokenSessionException e) {
                Throwable cause = e.getCause();
                if (!(cause instanceof ProtocolException)) {
                    throw e;
                }
                end = "broken: " + cause.getMessage();
            } catch (ProtocolException e) {
                end = "wrong: " + e.getMessage();
            }
            byte[] taken = handedOver.toByteArray();
            DecoderOracle.same((long) taken.length, arrivals.handedOver());
            DecoderOracle.same(0, Arrays.compare(taken, 0, taken.length, data, 1, 1 + taken.length));
            return taken.length + " bytes, " + end;
        }

        /**
         * Every third piece arrives on another link, some with bytes that arrived before, and some on the fenced link.
         */
        private void give(int position, ByteBuffer piece) {
            pieces++;
            if (seed != 0 && pieces % 3 == 0) {
                Object old = link;
                link = new Object();
                DecoderOracle.same((long) position, arrivals.fence(link));
                arrivals.data(old, position, piece.duplicate());
            }
            int back = seed != 0 && pieces % 2 == 0 ? Math.min(position, pieces % 7) : 0;
            piece.position(piece.position() - back);
            int limit = piece.limit();
            arrivals.data(link, position - back, piece);
            DecoderOracle.same(limit, piece.position());
        }

        @Override
        public void onRecord(ByteBuffer buffer, int start) {
            int length = RecordHeader.length(buffer, start);
            DecoderOracle.same(length, buffer.remaining());
            DecoderOracle.same(start + RecordHeader.BYTES, buffer.position());
            ByteBuffer again = ByteBuffer.allocate(RecordHeader.BYTES);
            RecordHeader.encode(
                    again,
                    length,
                    RecordHeader.channel(buffer, start),
                    RecordHeader.flags(buffer, start),
                    RecordHeader.route(buffer, start),
                    RecordHeader.sequence(buffer, start));
            DecoderOracle.same(buffer.slice(start, RecordHeader.BYTES), again.flip());
            read(RecordHeader.channel(buffer, start), RecordHeader.flags(buffer, start), buffer);
            byte[] record = new byte[RecordHeader.BYTES + length];
            buffer.get(start, record);
            handedOver.writeBytes(record);
        }

        private static void read(int channel, int flags, ByteBuffer body) {
            if (channel == RecordHeader.SESSION_CHANNEL) {
                session(flags, body);
            } else if (flags == RecordHeader.FIRST) {
                int total = RecordHeader.total(body, body.remaining());
                DecoderOracle.same(true, total > body.remaining() - RecordHeader.TOTAL_BYTES);
            }
        }

        private static void session(int kind, ByteBuffer body) {
            switch (kind) {
                case SessionRecord.APPLIED -> {
                    ByteBuffer again = ByteBuffer.allocate(SessionRecord.APPLIED_BYTES);
                    SessionRecord.encodeApplied(again, SessionRecord.version(body));
                    DecoderOracle.same(body, again.flip().position(RecordHeader.BYTES));
                }
                case SessionRecord.YIELD -> {
                    ByteBuffer again = ByteBuffer.allocate(SessionRecord.YIELD_BYTES);
                    SessionRecord.encodeYield(
                            again,
                            SessionRecord.declaration(body),
                            SessionRecord.generation(body),
                            SessionRecord.amount(body));
                    DecoderOracle.same(body, again.flip().position(RecordHeader.BYTES));
                }
                case SessionRecord.CUT -> SessionRecord.cutDeclaration(body);
                case SessionRecord.WITHDRAWN -> {
                    // later positions are never read
                }
                default -> throw new AssertionError("a record of the session of the kind " + kind);
            }
        }
    }
}
