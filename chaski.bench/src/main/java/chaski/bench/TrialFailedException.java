package chaski.bench;

import chaski.api.ChaskiException;

/** One run of one contender failed: a child process failed, stayed silent for too long or lost a message. */
final class TrialFailedException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    TrialFailedException(String message) {
        super(message);
    }

    TrialFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
