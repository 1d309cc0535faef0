package chaski.api.streamer;

import chaski.api.ChaskiException;

/** A message was not published: the wait was over or interrupted, or could not begin. No peer has the message. */
public class NotPublishedException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    private final Reason reason;

    /**
     * Makes the exception.
     *
     * @param reason why
     * @param message what happened and what to do
     */
    public NotPublishedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** {@return why} */
    public Reason reason() {
        return reason;
    }

    /** Why a message was not published. */
    public enum Reason {
        /** The time was over. */
        TIMEOUT,
        /** The thread was interrupted; its interrupt status is set again. */
        INTERRUPTED,
        /** It would have had to wait and was not to. */
        BACKPRESSURED,
        /** It would have had to wait for a peer whose process seems to have ended; see {@link PublisherOptions#failFast}. */
        IN_DOUBT
    }
}
