package chaski.node.wire;

import chaski.api.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records what a reader passes on, regardless of the pieces in which the log arrived. */
final class Recorder implements FrameSink {

    int maxControlBytes = 65_536;
    boolean gapsAllowed;

    @Nullable
    ProtocolException failure;

    private final List<Integer> types = new ArrayList<>();
    private final List<ByteBuffer> bodies = new ArrayList<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private long next;

    @Override
    public void onControl(int type, ByteBuffer body) {
        failIfAsked();
        types.add(type);
        bodies.add(ByteBuffer.allocate(body.remaining()).put(body).flip());
    }

    @Override
    public void onData(long position, ByteBuffer chunk) {
        failIfAsked();
        if (!chunk.hasRemaining()) {
            throw new AssertionError("an empty piece at " + position);
        }
        if (!gapsAllowed && log.size() > 0 && position != next) {
            throw new AssertionError("a piece at " + position + " follows one that ended at " + next);
        }
        next = position + chunk.remaining();
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        log.writeBytes(bytes);
    }

    @Override
    public int maxControlBytes() {
        return maxControlBytes;
    }

    private void failIfAsked() {
        ProtocolException asked = failure;
        if (asked != null) {
            throw asked;
        }
    }

    List<Integer> types() {
        return types;
    }

    byte[] log() {
        return log.toByteArray();
    }

    int position() {
        return (int) next;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recorder that
                && types.equals(that.types)
                && bodies.equals(that.bodies)
                && Arrays.equals(log(), that.log());
    }

    @Override
    public int hashCode() {
        return types.hashCode();
    }
}
