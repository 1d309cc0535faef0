package chaski.bench;

import chaski.api.node.Node;
import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import java.io.IOException;
import java.time.Duration;

/** One node with one publisher and one subscription. */
final class ChaskiSide implements Contender.Side {

    /** Discovery, handshake and declarations on loopback take milliseconds; this is for a busy machine. */
    private static final Duration PAIRING_TIMEOUT = Duration.ofSeconds(20);

    private final Node node;
    private final String endpoint;
    private final Streamer streamer;
    private final Publisher<byte[]> publisher;
    private boolean awaited;
    private volatile boolean closed;

    ChaskiSide(Node node, String endpoint, String topic) {
        this.node = node;
        this.endpoint = endpoint;
        this.streamer = node.service(Streamer.class);
        this.publisher = streamer.publisher(topic, byte[].class);
    }

    /** Subscribes; each message is a separate {@code byte[]}. */
    ChaskiSide receive(String topic, Contender.Sink sink, boolean iterate) {
        SubscriptionOptions options = SubscriptionOptions.DEFAULT.onError(error -> sink.failed(error.error()));
        if (iterate) {
            Subscription<byte[]> in = streamer.subscribe(topic, byte[].class, options);
            Thread thread = new Thread(() -> iterate(in, sink), "bench-iterate");
            thread.setDaemon(true);
            thread.start();
        } else {
            streamer.subscribe(topic, byte[].class, options, message -> hand(message, sink));
        }
        return this;
    }

    void awaitSubscriber() {
        if (!publisher.awaitSubscribers(1, PAIRING_TIMEOUT)) {
            throw new TrialFailedException("nobody subscribed " + publisher.topic() + " within " + PAIRING_TIMEOUT);
        }
        awaited = true;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    /** Sends. The first call waits for the other side's subscription, so that every message has a receiver. */
    @Override
    public void send(byte[] message) throws IOException {
        if (!awaited) {
            awaitSubscriber();
        }
        int matched = publisher.publish(message);
        if (matched != 1) {
            throw new IOException("expected one subscription of " + publisher.topic() + ", " + matched + " matched");
        }
    }

    @Override
    public void close() {
        closed = true;
        node.close();
    }

    private void iterate(Subscription<byte[]> in, Contender.Sink sink) {
        for (Message<byte[]> message : in) {
            hand(message, sink);
        }
    }

    private void hand(Message<byte[]> message, Contender.Sink sink) {
        try {
            sink.accept(message.payload());
        } catch (IOException | RuntimeException e) {
            fail(sink, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(sink, e);
        }
    }

    private void fail(Contender.Sink sink, Exception cause) {
        if (!closed) {
            sink.failed(cause);
        }
    }
}
