package chaski.api.streamer;

import chaski.api.ChaskiException;

/** A message was not published: the wait was over or interrupted, or could not begin. No peer has the message. */
public class NotPublishedException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /** The reason. */
    private final Reason reason;

    /**
     * Creates the exception.
     *
     * @param reason the reason
     * @param message what happened and what to do
     */
    public NotPublishedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** {@return the reason} */
    public Reason reason() {
        return reason;
    }

    /** Why a message was not published. */
    public enum Reason {
        /** The time was over. */
        TIMEOUT,
        /** The thread was interrupted; its interrupt status is set again. */
        INTERRUPTED,
        /** It would have had to wait, which the caller did not allow. */
        BACKPRESSURED,
        /** It would have had to wait for a peer whose process seems to have ended; see {@link PublisherOptions#failFast}. */
        IN_DOUBT
    }
}
