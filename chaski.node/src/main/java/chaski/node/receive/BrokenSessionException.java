package chaski.node.receive;

import chaski.api.ProtocolException;

/**
 * Thrown when a record in the peer's log cannot be handled. Another link would deliver the same bytes again, so the session has to
 * end.
 */
public final class BrokenSessionException extends ProtocolException {

    private static final long serialVersionUID = 1L;

    BrokenSessionException(Throwable cause) {
        super(cause instanceof ProtocolException ? String.valueOf(cause.getMessage()) : cause.toString(), cause);
    }
}
