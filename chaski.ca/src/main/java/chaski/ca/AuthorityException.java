package chaski.ca;

import chaski.api.ChaskiException;

/** A certificate authority could not do what was requested: a file is missing, malformed or cannot be written, or a key does not open. */
public final class AuthorityException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, and what was found
     */
    public AuthorityException(String message) {
        super(message);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param message what was expected, and what was found
     * @param cause the cause
     */
    public AuthorityException(String message, Throwable cause) {
        super(message, cause);
    }
}
