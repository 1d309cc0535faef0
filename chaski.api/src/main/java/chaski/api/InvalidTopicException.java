package chaski.api;

/** A topic or pattern violates a rule of {@link Topic} or {@link TopicPattern}. */
public class InvalidTopicException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     */
    public InvalidTopicException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     * @param cause the cause
     */
    public InvalidTopicException(String message, Throwable cause) {
        super(message, cause);
    }
}
