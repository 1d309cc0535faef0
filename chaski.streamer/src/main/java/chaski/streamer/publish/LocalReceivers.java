package chaski.streamer.publish;

import chaski.api.Topic;
import chaski.api.protocol.DeclarationHandle;
import chaski.streamer.subscribe.Delivery;
import chaski.streamer.subscribe.Mailbox;
import chaski.streamer.subscribe.Mailboxes;
import chaski.streamer.subscribe.PublisherDescriptor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * This node's own subscriptions to one publisher's topic. They are treated like those of peers: the route takes room in
 * their windows together with peers' credit, and each decodes the bytes separately. Guarded by the publisher's lock.
 */
final class LocalReceivers {

    private final Mailboxes mailboxes;
    private final Topic topic;
    private LocalReceiver[] receivers = LocalReceiver.NOBODY;
    private List<DeclarationHandle> windows = List.of();
    private long version = -1;

    LocalReceivers(Mailboxes mailboxes, Topic topic) {
        this.mailboxes = mailboxes;
        this.topic = topic;
    }

    /** Finds the subscriptions that are open now; returns their number. */
    int refresh() {
        long now = mailboxes.version();
        if (now != version) {
            List<Mailbox> open = search();
            receivers = open.stream()
                    .map(m -> new LocalReceiver(m, m.declared()::release))
                    .toArray(LocalReceiver[]::new);
            windows = open.stream().map(Mailbox::declared).toList();
            version = now;
        }
        return receivers.length;
    }

    private List<Mailbox> search() {
        return mailboxes.match(topic).stream()
                .filter(Mailbox::isOpen)
                .sorted(Comparator.comparingLong(m -> m.declared().id()))
                .toList();
    }

    /** The declarations of the subscriptions that {@link #refresh} found, in the order of their ids. */
    List<DeclarationHandle> windows() {
        return windows;
    }

    /** Puts a message into their mailboxes; the room was taken. */
    void deliver(PublisherDescriptor source, long sequence, long timestampMs, EncodedMessage message, int cost) {
        deliver(receivers, source, sequence, timestampMs, message, cost);
    }

    /** Puts a message into those mailboxes that have room now. */
    void deliverIfRoom(PublisherDescriptor source, long sequence, long timestampMs, EncodedMessage message, int cost) {
        LocalReceiver[] roomy = Arrays.stream(receivers)
                .filter(r -> r.mailbox().declared().tryReserve(cost))
                .toArray(LocalReceiver[]::new);
        deliver(roomy, source, sequence, timestampMs, message, cost);
    }

    private static void deliver(
            LocalReceiver[] to,
            PublisherDescriptor source,
            long sequence,
            long timestampMs,
            EncodedMessage message,
            int cost) {
        byte[] shared = null;
        for (LocalReceiver receiver : to) {
            boolean keeps = receiver.mailbox().keepsBytes();
            byte[] payload = keeps || shared == null ? message.payload() : shared;
            shared = keeps ? shared : payload;
            Delivery delivery = new Delivery(source, sequence, timestampMs, message.headers(), payload, cost);
            receiver.mailbox().put(delivery, receiver.refund());
        }
        message.deliveredTo(to);
    }
}
