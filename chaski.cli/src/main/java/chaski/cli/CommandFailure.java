package chaski.cli;

import chaski.api.ChaskiException;

/** A command has failed; its message is the one line that the user sees. */
final class CommandFailure extends ChaskiException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }
}
