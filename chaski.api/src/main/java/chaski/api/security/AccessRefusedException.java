package chaski.api.security;

import chaski.api.ChaskiException;
import java.io.Serial;

/** The grants do not allow what a program wanted to do; the message names the rule. */
public final class AccessRefusedException extends ChaskiException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message what was refused, and the rule that decided
     */
    public AccessRefusedException(String message) {
        super(message);
    }
}
