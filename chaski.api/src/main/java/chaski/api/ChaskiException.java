package chaski.api;

/** The parent of every exception that Chaski throws on purpose, arguments out of range excepted. */
public class ChaskiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     */
    public ChaskiException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     * @param cause what led to it
     */
    public ChaskiException(String message, Throwable cause) {
        super(message, cause);
    }
}
