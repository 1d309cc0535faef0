package chaski.node.send;

import chaski.api.Topic;
import java.nio.ByteBuffer;

/** A route that is open and leads to all peers. */
public final class SomeRoute implements SentRoute {

    @Override
    public long number() {
        return 7;
    }

    @Override
    public int channel() {
        return 3;
    }

    @Override
    public Topic topic() {
        return Topic.of("t");
    }

    @Override
    public ByteBuffer preamble() {
        return ByteBuffer.allocate(0);
    }

    @Override
    public boolean isDirect() {
        return false;
    }

    @Override
    public boolean isClosed() {
        return false;
    }
}
