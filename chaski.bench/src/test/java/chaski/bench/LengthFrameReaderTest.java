package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LengthFrameReaderTest {

    private final List<byte[]> messages = new ArrayList<>();

    @Test
    void messagesAreWholeWhereverReadsEnd() throws Exception {
        ByteBuffer stream = ByteBuffer.allocate(100);
        stream.putInt(3).put(new byte[] {1, 2, 3}).putInt(0).putInt(1).put((byte) 9);

        read(oneByteAtATime(stream.flip()));

        assertThat(messages).containsExactly(new byte[] {1, 2, 3}, new byte[0], new byte[] {9});
    }

    @Test
    void messageLargerThanTheBufferIsRead() throws Exception {
        byte[] large = new byte[1 << 20];
        large[large.length - 1] = 5;
        ByteBuffer stream = ByteBuffer.allocate(large.length + 9);
        stream.putInt(large.length).put(large).putInt(1).put((byte) 6);

        read(Channels.newChannel(new ByteArrayInputStream(stream.array())));

        assertThat(messages).containsExactly(large, new byte[] {6});
    }

    @Test
    void absurdLengthIsRefusedBeforeAnythingIsAllocated() {
        for (int length : new int[] {-1, LengthFrameReader.MAX_MESSAGE_BYTES + 1, Integer.MAX_VALUE}) {
            byte[] stream = ByteBuffer.allocate(4).putInt(length).array();
            assertThatIOException()
                    .isThrownBy(() -> read(Channels.newChannel(new ByteArrayInputStream(stream))))
                    .withMessageContaining(Integer.toString(length));
        }
    }

    private void read(ReadableByteChannel channel) throws IOException, InterruptedException {
        new LengthFrameReader(channel, new Contender.Sink() {
                    @Override
                    public void accept(byte[] message) {
                        messages.add(message);
                    }

                    @Override
                    public void failed(Throwable cause) {
                        throw new AssertionError(cause);
                    }
                })
                .readAll();
    }

    private static ReadableByteChannel oneByteAtATime(ByteBuffer bytes) {
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) {
                if (!bytes.hasRemaining()) {
                    return -1;
                }
                into.put(bytes.get());
                return 1;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // nothing to free
            }
        };
    }
}
