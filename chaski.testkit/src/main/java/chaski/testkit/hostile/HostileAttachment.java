package chaski.testkit.hostile;

import org.jspecify.annotations.Nullable;

/** The session of a {@link HostilePeer}'s link, once there is one. Thread-safe: its position in the log and what is sent change together. */
final class HostileAttachment {

    private final HostileSendQueue out;

    // guarded by this
    private @Nullable HostileSession session;
    private boolean attached;

    HostileAttachment(HostileSendQueue out) {
        this.out = out;
    }

    /** {@return the session; fails before the handshake} */
    synchronized HostileSession session() {
        if (session == null) {
            throw new IllegalStateException("expected a session, and there is none before the handshake");
        }
        return session;
    }

    /** True if the handshake is complete. */
    synchronized boolean isAttached() {
        return attached;
    }

    /** The node has attached a session on a link that this side accepted; {@link #confirm} follows. */
    synchronized void accept(HostileSession accepted) {
        session = accepted;
    }

    /** The node has confirmed the session that was accepted. */
    void confirm(long receivedByNode) {
        HostileSession accepted;
        synchronized (this) {
            accepted = session;
        }
        if (accepted != null) {
            begin(accepted, receivedByNode);
        }
    }

    /** Begins to send the log from where the node has received it. */
    void begin(HostileSession next, long receivedByNode, HostileFrame... first) {
        synchronized (this) {
            session = next;
            attached = true;
            out.add(first);
            next.acknowledged(receivedByNode);
            out.addLog(receivedByNode, next.logFrom(receivedByNode));
        }
        out.flush();
    }

    /** Appends bytes to the log, and sends them if the session is attached. */
    void append(byte[] bytes) {
        synchronized (this) {
            HostileSession current = session();
            long position = current.appended();
            current.append(bytes);
            if (attached) {
                out.addLog(position, bytes);
            }
        }
        out.flush();
    }
}
