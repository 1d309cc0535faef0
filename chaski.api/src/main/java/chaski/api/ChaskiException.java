package chaski.api;

/** The parent of every exception that Chaski throws deliberately, except those for arguments out of range. */
public class ChaskiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     */
    public ChaskiException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     * @param cause the cause
     */
    public ChaskiException(String message, Throwable cause) {
        super(message, cause);
    }
}
