package chaski.api.streamer;

import chaski.api.ChaskiException;

/**
 * A subscription was cut: it gave no room for a message for longer than a publisher waits
 * ({@link PublisherOptions#slowSubscriber(java.time.Duration)}). What was sent before could still be taken.
 */
public class SlowConsumerException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * With a message.
     *
     * @param message which subscription, by whom, and what to do
     */
    public SlowConsumerException(String message) {
        super(message);
    }
}
