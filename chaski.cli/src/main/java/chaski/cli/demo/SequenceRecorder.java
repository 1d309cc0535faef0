package chaski.cli.demo;

import chaski.api.streamer.Message;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counts the messages of one subscriber, and optionally writes a transcript. Called on the subscription's thread, read
 * by others at any time.
 */
final class SequenceRecorder implements Consumer<Message<SensorReading>>, Closeable {

    private final BitSet seen = new BitSet();
    private final Optional<Writer> transcript;
    private long received;
    private long repeated;
    private long reordered;
    private long damaged;
    private long highest;

    /**
     * Begins to count.
     *
     * @param transcript the file for the sequence numbers, one per line, in the order of arrival
     * @throws IOException if it cannot be written
     */
    SequenceRecorder(Optional<Path> transcript) throws IOException {
        this.transcript =
                transcript.isPresent() ? Optional.of(Files.newBufferedWriter(transcript.get())) : Optional.empty();
    }

    @Override
    public void accept(Message<SensorReading> message) {
        count(message.sequence(), message.payload().equals(SensorReading.of(message.sequence())));
    }

    synchronized void count(long sequence, boolean intact) {
        received++;
        int bit = Math.toIntExact(sequence);
        if (seen.get(bit)) {
            repeated++;
        } else if (sequence < highest) {
            reordered++;
        }
        if (!intact) {
            damaged++;
        }
        seen.set(bit);
        highest = Math.max(highest, sequence);
        transcript.ifPresent(writer -> write(writer, sequence));
    }

    synchronized long received() {
        return received;
    }

    /**
     * Counts the missing messages.
     *
     * @param published how many were published
     * @return how many of them never arrived
     */
    synchronized long lost(long published) {
        return published - seen.cardinality();
    }

    synchronized long repeated() {
        return repeated;
    }

    synchronized long reordered() {
        return reordered;
    }

    synchronized long damaged() {
        return damaged;
    }

    @Override
    public synchronized void close() throws IOException {
        if (transcript.isPresent()) {
            transcript.get().close();
        }
    }

    private static void write(Writer writer, long sequence) {
        try {
            writer.write(Long.toString(sequence));
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
