package chaski.testkit.contract;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** Passes everything on, in both directions; a fault overrides a method. */
class FaultyLink implements Link, LinkHandler {

    Link inner;
    LinkHandler user;
    long given;

    FaultyLink around(Link link) {
        inner = link;
        return this;
    }

    @Override
    public Endpoint local() {
        return inner.local();
    }

    @Override
    public Endpoint remote() {
        return inner.remote();
    }

    @Override
    public void start(LinkHandler handler) {
        user = handler;
        inner.start(this);
    }

    @Override
    public void requestWrite() {
        inner.requestWrite();
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) {
        for (int i = 0; i < count; i++) {
            given += buffers[i].remaining();
        }
        inner.write(buffers, count);
    }

    @Override
    public CompletionStage<Void> close() {
        return inner.close();
    }

    @Override
    public CompletionStage<Void> closeAfterWrites() {
        return inner.closeAfterWrites();
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        user.onBytes(bytes);
    }

    @Override
    public void onReadComplete() {
        user.onReadComplete();
    }

    @Override
    public void onWritable() {
        user.onWritable();
    }

    @Override
    public void onReleased(long totalBytes) {
        user.onReleased(totalBytes);
    }

    @Override
    public void onClosed(Throwable cause) {
        user.onClosed(cause);
    }
}
