package chaski.bench;

import java.io.IOException;
import java.util.function.Consumer;

/** Sends numbered messages from one thread, as fast as the contender accepts them, until it must finish. */
final class PublishRole implements Role {

    private final Contender.Side side;
    private final byte[] message;
    private final Consumer<Throwable> failures;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long sent;

    PublishRole(Contender contender, String endpoint, int payloadBytes, Consumer<Throwable> failures)
            throws IOException {
        this.failures = failures;
        this.message = new byte[payloadBytes];
        this.side = contender.connect(endpoint, new Unexpected(failures));
        this.thread = new Thread(this::publish, "bench-publisher");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String endpoint() {
        return side.endpoint();
    }

    @Override
    public Meter meter() {
        return Meter.read(sent);
    }

    @Override
    public String finish(long expected) throws InterruptedException {
        stopped = true;
        thread.join();
        return Long.toString(sent);
    }

    private void publish() {
        long number = 0;
        try {
            while (!stopped) {
                Sequence.write(message, number);
                side.send(message);
                number++;
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            failures.accept(e);
        }
        sent = number;
    }

    /** A publisher receives nothing. */
    private record Unexpected(Consumer<Throwable> failures) implements Contender.Sink {

        @Override
        public void accept(byte[] message) {
            failures.accept(new IOException("expected no message, got one of " + message.length + " bytes"));
        }

        @Override
        public void failed(Throwable cause) {
            failures.accept(cause);
        }
    }
}
