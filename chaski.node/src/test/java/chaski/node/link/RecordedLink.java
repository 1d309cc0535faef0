package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import chaski.node.wire.FrameReader;
import chaski.node.wire.FrameSink;
import chaski.node.wire.FrameType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A link that writes at once, and keeps the names of the frames that were written. */
final class RecordedLink implements Link {

    final List<String> written = new ArrayList<>();
    private final Endpoint remote;
    private final FrameReader reader = new FrameReader(new FrameSink() {
        @Override
        public void onControl(int type, ByteBuffer body) {
            written.add(FrameType.name(type));
        }

        @Override
        public void onData(long position, ByteBuffer chunk) {
            written.add("DATA");
        }

        @Override
        public int maxControlBytes() {
            return 1 << 16;
        }
    });
    private @Nullable LinkHandler handler;
    private long bytes;
    private boolean writing;
    private boolean again;
    private boolean closed;

    RecordedLink(String host) {
        this.remote = new Endpoint("mem", host, 1);
    }

    boolean closed() {
        return closed;
    }

    @Override
    public Endpoint local() {
        return new Endpoint("mem", "a", 1);
    }

    @Override
    public Endpoint remote() {
        return remote;
    }

    @Override
    public void start(LinkHandler starting) {
        handler = starting;
    }

    @Override
    public void requestWrite() {
        again = true;
        if (writing || handler == null) {
            return;
        }
        writing = true;
        while (again) {
            again = false;
            handler.onWritable();
        }
        writing = false;
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) {
        for (int i = 0; i < count; i++) {
            bytes += buffers[i].remaining();
            reader.read(buffers[i]);
        }
        if (handler != null) {
            handler.onReleased(bytes);
        }
    }

    @Override
    public CompletionStage<Void> close() {
        closed = true;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> closeAfterWrites() {
        return close();
    }
}
