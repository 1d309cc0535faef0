package chaski.remote.export;

import chaski.remote.wire.RefusalReason;

/** A call cannot be executed. No user code has run for it except the getters on its path. */
final class NotExecutedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;

    NotExecutedException(RefusalReason refusal, String text) {
        super(text);
        this.reason = refusal;
    }

    RefusalReason reason() {
        return reason;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
