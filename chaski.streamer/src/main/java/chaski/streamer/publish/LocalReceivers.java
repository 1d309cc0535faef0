package chaski.streamer.publish;

import chaski.api.Topic;
import chaski.api.node.Declared;
import chaski.streamer.subscribe.Delivery;
import chaski.streamer.subscribe.Mailbox;
import chaski.streamer.subscribe.Mailboxes;
import chaski.streamer.subscribe.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This node's own subscriptions to one publisher's topic. They get a message as peers' do: they reserve room in their window, and each
 * decodes the bytes for itself. Guarded by the publisher's lock.
 */
final class LocalReceivers {

    private final Mailboxes mailboxes;
    private final Topic topic;
    private LocalReceiver[] receivers = LocalReceiver.NOBODY;
    private long version = -1;

    LocalReceivers(Mailboxes mailboxes, Topic topic) {
        this.mailboxes = mailboxes;
        this.topic = topic;
    }

    /** Looks who is there now; how many. */
    int look() {
        long now = mailboxes.version();
        if (now != version) {
            receivers = search();
            version = now;
        }
        return receivers.length;
    }

    private LocalReceiver[] search() {
        List<Mailbox> open =
                mailboxes.match(topic).stream().filter(Mailbox::isOpen).toList();
        return open.isEmpty()
                ? LocalReceiver.NOBODY
                : open.stream()
                        .map(m -> new LocalReceiver(m, m.declared()::release))
                        .toArray(LocalReceiver[]::new);
    }

    /** Reserves room with all of them or with none: who had none, or {@code null} when all had. */
    @Nullable
    Declared reserve(long cost) {
        for (int i = 0; i < receivers.length; i++) {
            Declared declared = receivers[i].mailbox().declared();
            if (!declared.tryReserve(cost)) {
                release(cost, i);
                return declared;
            }
        }
        return null;
    }

    /** Gives back what {@link #reserve} took. */
    void release(long cost) {
        release(cost, receivers.length);
    }

    private void release(long cost, int first) {
        for (int i = 0; i < first; i++) {
            receivers[i].mailbox().declared().release(cost);
        }
    }

    /** Puts a message into their mailboxes, whose room was reserved. */
    void deliver(Source source, long sequence, long timestampMs, Outgoing message, int cost) {
        byte[] shared = null;
        for (LocalReceiver receiver : receivers) {
            boolean keeps = receiver.mailbox().keepsBytes();
            byte[] payload = keeps || shared == null ? message.payload() : shared;
            shared = keeps ? shared : payload;
            Delivery delivery = new Delivery(source, sequence, timestampMs, message.headers(), payload, cost);
            receiver.mailbox().put(delivery, receiver.refund());
        }
        message.deliveredTo(receivers);
    }
}
