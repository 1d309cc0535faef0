package chaski.transport.quic;

import chaski.api.transport.LinkHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Reports to the handler of a link which bytes were released, each once, and the end of the link. Confined to the link's I/O thread.
 */
final class QuicNotifier {

    private static final Logger LOG = System.getLogger(QuicNotifier.class.getName());

    private final QuicSendQueue outbox;
    private final QuicLink link;
    private long reportedReleased;

    /**
     * Creates a notifier that has reported nothing.
     *
     * @param outbox holds the bytes
     * @param link the link of the handler, for the log
     */
    QuicNotifier(QuicSendQueue outbox, QuicLink link) {
        this.outbox = outbox;
        this.link = link;
    }

    /** {@return whether bytes were released since the last report} */
    boolean releaseDue() {
        return outbox.released() > reportedReleased;
    }

    /** Reports what was released. */
    void released(LinkHandler handler) {
        reportedReleased = outbox.released();
        handler.onReleased(reportedReleased);
    }

    /**
     * Reports the end. What the handler writes in these last calls is dropped and reported once; otherwise a handler that keeps writing
     * would keep the link alive.
     *
     * @param handler the handler
     * @param cause why the link ended
     * @param end called before the end is reported: nothing more is sent from then on
     */
    void last(LinkHandler handler, @Nullable Throwable cause, Runnable end) {
        if (releaseDue()) {
            releasedLast(handler);
        }
        end.run();
        closed(handler, cause);
        if (releaseDue()) {
            releasedLast(handler);
        }
    }

    /** Reports only that the link has ended. */
    void closed(LinkHandler handler, @Nullable Throwable cause) {
        try {
            handler.onClosed(cause);
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, "The handler of the " + link + " failed in onClosed", thrown);
        }
    }

    private void releasedLast(LinkHandler handler) {
        try {
            released(handler);
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, "The handler of the " + link + " failed in onReleased", thrown);
        }
    }
}
