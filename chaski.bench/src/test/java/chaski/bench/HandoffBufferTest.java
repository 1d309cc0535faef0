package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class HandoffBufferTest {

    private final HandoffBuffer buffer = new HandoffBuffer();

    @Test
    void writerTakesAllThatWasAppended() throws Exception {
        buffer.append(new byte[] {1, 2, 3});
        buffer.append(new byte[] {4});

        ByteBuffer taken = buffer.take();

        assertThat(taken.getInt()).isEqualTo(3);
        assertThat(new byte[] {taken.get(), taken.get(), taken.get()}).containsExactly(1, 2, 3);
        assertThat(taken.getInt()).isEqualTo(1);
        assertThat(taken.get()).isEqualTo((byte) 4);
        assertThat(taken.hasRemaining()).isFalse();
    }

    @Test
    void callersFillOneBufferWhileTheWriterEmptiesTheOther() throws Exception {
        buffer.append(new byte[] {1});
        ByteBuffer first = buffer.take();
        buffer.append(new byte[] {2});

        assertThat(first.get(HandoffBuffer.LENGTH_BYTES)).isEqualTo((byte) 1);
        assertThat(buffer.take().get(HandoffBuffer.LENGTH_BYTES)).isEqualTo((byte) 2);
    }

    @Test
    void callerWaitsForRoomUntilTheWriterTakes() throws Exception {
        byte[] most = new byte[HandoffBuffer.CAPACITY_BYTES - HandoffBuffer.LENGTH_BYTES];
        buffer.append(most);
        CompletableFuture<Void> second = appending(new byte[] {7});
        awaitWaiting("bench-test-caller");
        assertThat(second).isNotDone();

        assertThat(buffer.take().remaining()).isEqualTo(HandoffBuffer.CAPACITY_BYTES);
        assertThat(second).succeedsWithin(java.time.Duration.ofSeconds(10));
        assertThat(buffer.take().get(HandoffBuffer.LENGTH_BYTES)).isEqualTo((byte) 7);
    }

    @Test
    void messageLargerThanTheBufferGoesAlone() throws Exception {
        byte[] large = new byte[HandoffBuffer.CAPACITY_BYTES];
        buffer.append(large);

        assertThat(buffer.take().remaining()).isEqualTo(HandoffBuffer.LENGTH_BYTES + large.length);
    }

    @Test
    void closingLetsAWaitingCallerFail() throws Exception {
        buffer.append(new byte[HandoffBuffer.CAPACITY_BYTES - HandoffBuffer.LENGTH_BYTES]);
        CompletableFuture<Void> second = appending(new byte[] {7});
        awaitWaiting("bench-test-caller");

        buffer.close();

        assertThat(second).failsWithin(java.time.Duration.ofSeconds(10));
        assertThatIOException().isThrownBy(() -> buffer.append(new byte[1]));
        assertThat(buffer.take().hasRemaining()).isFalse();
    }

    private CompletableFuture<Void> appending(byte[] message) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        buffer.append(message);
                        done.complete(null);
                    } catch (IOException | InterruptedException e) {
                        done.completeExceptionally(e);
                    }
                },
                "bench-test-caller");
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static void awaitWaiting(String name) {
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(name) && thread.getState() == Thread.State.WAITING));
    }
}
