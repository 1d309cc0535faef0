package chaski.bench;

import chaski.api.ChaskiException;

/** The arguments make no sense; the message says what was expected. */
final class UsageException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
