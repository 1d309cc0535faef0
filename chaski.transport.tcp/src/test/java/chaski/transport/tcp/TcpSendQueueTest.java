package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpSendQueueTest {

    private final List<Throwable> failures = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter() {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failures.add(cause);
        }
    });
    private final List<Throwable> reported = new ArrayList<>();
    private int progress;
    private final TcpSendQueue outbox = new TcpSendQueue(channel, new TcpSendQueue.Owner() {
        @Override
        public void progressed() {
            progress++;
        }

        @Override
        public void failed(Throwable cause) {
            reported.add(cause);
        }
    });

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void largeDirectBufferIsNotCopied() {
        ByteBuffer large = ByteBuffer.allocateDirect(65_536).position(100).limit(60_100);

        put(large);
        outbox.flush();

        // The channel of the test keeps what a socket would have sent, which reveals a later change.
        ByteBuf sent = channel.readOutbound();
        large.put(100, (byte) 42);
        assertThat(sent.readableBytes()).isEqualTo(60_000);
        assertThat(sent.getByte(sent.readerIndex())).isEqualTo((byte) 42);
        sent.release();
    }

    @Test
    void smallBuffersNextToEachOtherAreOne() {
        put(ascii("one "), ascii("two "), ascii("three"));
        outbox.flush();

        ByteBuf sent = channel.readOutbound();
        assertThat(sent.toString(StandardCharsets.US_ASCII)).isEqualTo("one two three");
        assertThat(channel.outboundMessages()).isEmpty();
        sent.release();
    }

    @Test
    void orderIsKeptWhenSmallAndLargeTakeTurns() {
        put(ascii("a"), ascii("b"), direct(1000, 'c'), ascii("d"), direct(1000, 'e'), direct(1000, 'f'), ascii("g"));
        outbox.flush();

        StringBuilder all = new StringBuilder();
        List<Integer> sizes = new ArrayList<>();
        for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            sizes.add(sent.readableBytes());
            all.append(sent.toString(StandardCharsets.US_ASCII));
            sent.release();
        }
        assertThat(sizes).containsExactly(2, 1000, 1, 1000, 1000, 1);
        assertThat(all.toString().replaceAll("(.)\\1*", "$1")).isEqualTo("abcdefg");
    }

    @Test
    void givenBuffersKeepTheirPositions() {
        ByteBuffer small = ascii("small");
        ByteBuffer large = direct(1000, 'x').position(10);

        put(small, large);

        assertThat(small.position()).isZero();
        assertThat(large.position()).isEqualTo(10);
        assertThat(large.limit()).isEqualTo(1000);
    }

    @Test
    void nothingIsReleasedBeforeItIsSent() {
        put(direct(1000, 'x'));
        assertThat(outbox.unflushed()).isTrue();
        assertThat(outbox.holds()).isTrue();
        assertThat(outbox.released()).isZero();

        outbox.flush();

        assertThat(outbox.unflushed()).isFalse();
        assertThat(outbox.holds()).isFalse();
        assertThat(outbox.released()).isEqualTo(1000);
        assertThat(progress).isEqualTo(1);
        assertThat(failures).isEmpty();
        assertThat(reported).isEmpty();
    }

    @Test
    void buffersWithoutBytesAreNothing() {
        put(ascii(""), ascii(""));

        assertThat(outbox.unflushed()).isFalse();
        assertThat(outbox.holds()).isFalse();
    }

    @Test
    void discardedBytesAreReleasedAfterThoseBefore() {
        put(ascii("sent"));
        outbox.discard(new ByteBuffer[] {ascii("dropped")}, 1);
        assertThat(outbox.released()).isZero();

        outbox.flush();

        assertThat(outbox.released()).isEqualTo(11);
        outbox.discard(new ByteBuffer[] {ascii("dropped")}, 1);
        assertThat(outbox.released()).isEqualTo(18);
    }

    @Test
    void everyBatchOfAClosedChannelIsReleasedAndTold() {
        put(ascii("never sent"));
        put(direct(1000, 'x'), direct(1000, 'y'));

        channel.close();

        assertThat(outbox.holds()).isFalse();
        assertThat(outbox.released()).isEqualTo(2010);
        assertThat(reported).hasSize(2);
        assertThat(progress).isEqualTo(2);
    }

    @Test
    void batchReleasesExactlyWhatWasWritten() {
        SlowSocket socket = new SlowSocket();
        channel.pipeline().addFirst(socket);
        put(direct(1000, 'a'), ascii("b"));
        outbox.flush();
        put(ascii("c"), direct(2000, 'd'));
        outbox.flush();
        put(ascii("e"));
        outbox.discard(new ByteBuffer[] {ascii("dropped")}, 1);
        assertThat(outbox.given()).isEqualTo(3010);
        assertThat(outbox.released()).isZero();

        socket.written(1000);
        assertThat(outbox.released()).isZero();
        socket.written(1);
        assertThat(outbox.released()).isEqualTo(1001);
        socket.written(2001);
        assertThat(outbox.released()).isEqualTo(3002);
        assertThat(outbox.holds()).isTrue();
        socket.written(1);

        assertThat(outbox.released()).isEqualTo(3010);
        assertThat(outbox.holds()).isFalse();
        assertThat(progress).isEqualTo(3);
    }

    @Test
    void copiesThatAreNotWrittenKeepTheirContents() {
        SlowSocket socket = new SlowSocket();
        channel.pipeline().addFirst(socket);
        for (int i = 0; i < 40; i++) {
            put(ByteBuffer.wrap(
                    String.valueOf((char) ('a' + i % 26)).repeat(500).getBytes(StandardCharsets.US_ASCII)));
        }

        for (int i = 0; i < 40; i++) {
            assertThat(socket.next())
                    .isEqualTo(String.valueOf((char) ('a' + i % 26)).repeat(500));
        }
        socket.written(40 * 500);
        assertThat(outbox.released()).isEqualTo(40 * 500);
    }

    /** Holds what is written until the test completes it. */
    private static final class SlowSocket extends ChannelOutboundHandlerAdapter {

        private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
        private final ArrayDeque<ChannelPromise> promises = new ArrayDeque<>();
        private int read;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            waiting.add((ByteBuf) message);
            promises.add(promise);
        }

        /** {@return the contents of the next buffer that is held} */
        String next() {
            return waiting.stream().skip(read++).findFirst().orElseThrow().toString(StandardCharsets.US_ASCII);
        }

        /** Completes the writes of that many bytes. */
        void written(int bytes) {
            for (int left = bytes; left > 0; ) {
                ByteBuf first = waiting.remove();
                left -= first.readableBytes();
                first.release();
                ChannelPromise promise = promises.remove();
                if (!promise.isVoid()) {
                    promise.setSuccess();
                }
            }
        }
    }

    private void put(ByteBuffer... buffers) {
        outbox.put(buffers, buffers.length);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer direct(int bytes, char content) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes);
        while (buffer.hasRemaining()) {
            buffer.put((byte) content);
        }
        return buffer.flip();
    }
}
