package chaski.testkit.hostile;

import java.util.List;
import java.util.Optional;

/** What has arrived on a link to a node. Thread-safe. */
public abstract sealed class HostileTraffic permits HostilePeer {

    final HostileInbox inbox = new HostileInbox();

    HostileTraffic() {}

    /** {@return the frames that have arrived and were not taken yet, in order} */
    public List<HostileFrame> frames() {
        return inbox.frames();
    }

    /** {@return the whole records of the node's log that were not taken yet, in order} */
    public List<HostileRecord> records() {
        return inbox.records();
    }

    /**
     * Counts frames.
     *
     * @param type a type
     * @return how many of that type have arrived on this link
     */
    public long count(HostileFrameType type) {
        return inbox.count(type);
    }

    /** {@return how many bytes have arrived on this link} */
    public long bytes() {
        return inbox.bytes();
    }

    /** {@return how many datagrams have arrived beside the stream} */
    public long datagrams() {
        return inbox.datagrams();
    }

    /** {@return the contents of the last REFUSED or ERROR on this link, if one has arrived} */
    public Optional<HostileRefusal> refusal() {
        return inbox.refusal();
    }

    /** {@return whether the link is closed} */
    public boolean isClosed() {
        return inbox.isClosed();
    }

    /** {@return why the link is closed; empty while it is open, and if it was closed in an orderly way} */
    public Optional<Throwable> cause() {
        return inbox.cause();
    }
}
