package chaski.api;

/** A configuration cannot work: a value out of range, or a part that is not installed. */
public class ConfigurationException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     */
    public ConfigurationException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     * @param cause what led to it
     */
    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
