package chaski.remote.export;

import chaski.remote.wire.RefusalReason;

/** A call cannot be executed; nothing of the user's has run for it but the getters on its way. */
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
