package chaski.shell;

import chaski.api.ChaskiException;

/** A command that cannot do what it was called for. The shell prints the message, which names what to do. */
final class ShellException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    ShellException(String message) {
        super(message);
    }
}
