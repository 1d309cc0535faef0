package chaski.api;

/** A topic or pattern breaks a rule of {@link Topic} or {@link TopicPattern}. */
public class InvalidTopicException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     */
    public InvalidTopicException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     * @param cause what led to it
     */
    public InvalidTopicException(String message, Throwable cause) {
        super(message, cause);
    }
}
