package chaski.node.session;

import chaski.node.context.Counters;
import chaski.node.datagram.DatagramQueue;
import chaski.node.frame.SessionLink;
import chaski.node.send.DatagramSender;
import chaski.node.wire.DatagramFrame;
import chaski.node.wire.Hello;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way that the datagrams of one session take: the link in use if it carries datagrams, else the auxiliary link,
 * else the byte stream of the link in use. Changed on the control loop, read on any thread.
 */
final class DatagramPath implements DatagramSender {

    private final Session session;
    private final Counters counters;
    private final DatagramQueue queue;
    private volatile @Nullable AuxiliaryLink auxiliary;

    // Confined to the control loop:

    /** The number of the last auxiliary link, and the link that was proposed and not answered yet. */
    long auxiliaryNumber;

    @Nullable
    AuxiliaryLink auxiliaryPending;

    DatagramPath(Session session, Counters counters) {
        this.session = session;
        this.counters = counters;
        this.queue = new DatagramQueue(counters);
    }

    static boolean carriesDatagrams(SessionLink link) {
        return link.largestDatagramBytes() >= DatagramFrame.MAX_BODY_BYTES;
    }

    DatagramQueue queue() {
        return queue;
    }

    @Nullable
    AuxiliaryLink auxiliary() {
        return auxiliary;
    }

    /** Replaces the auxiliary link. Queued datagrams take the way that exists when they are sent. */
    void auxiliary(@Nullable AuxiliaryLink next) {
        auxiliary = next;
        wake();
    }

    private @Nullable LinkPart current() {
        LinkAttachment attachment = session.attachment();
        if (attachment != null && carriesDatagrams(attachment.link)) {
            return attachment;
        }
        AuxiliaryLink beside = auxiliary;
        return beside != null ? beside : attachment;
    }

    /** {@return true if datagrams wait that are to be sent on that link} */
    boolean isDue(LinkPart part) {
        return queue.isDue() && current() == part;
    }

    @Override
    public void offer(ByteBuffer body) {
        if (current() == null || !session.hasCapability(Hello.DATAGRAMS)) {
            queue.dropped();
        } else {
            queue.offer(body);
        }
    }

    @Override
    public void dropped() {
        queue.dropped();
    }

    @Override
    public void wake() {
        LinkPart way = current();
        if (way instanceof AuxiliaryLink beside) {
            beside.link.wake();
        } else if (way != null) {
            session.wake();
        } else {
            queue.clear();
        }
    }

    void sentByAuxiliary(int count) {
        if (count > 0) {
            counters.add("datagrams.sentByAuxiliary", count);
        }
    }

    /** Handles a datagram that has arrived on one of the session's links. */
    void arrived(LinkPart from, ByteBuffer body) {
        long number = DatagramFrame.number(body);
        session.channels().whileReceiving(from, auxiliary, receiver -> {
            if (queue.take(number)) {
                receiver.onDatagram(body, queue);
            }
        });
    }
}
