package chaski.api.streamer;

import chaski.api.ChaskiException;

/**
 * A subscription was cut: it gave no room for a message for longer than a publisher waits ({@link
 * PublisherOptions#slowSubscriber(java.time.Duration)}). Messages that were sent before can still be taken.
 */
public class SlowConsumerException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the subscription, the publisher, and what to do
     */
    public SlowConsumerException(String message) {
        super(message);
    }
}
