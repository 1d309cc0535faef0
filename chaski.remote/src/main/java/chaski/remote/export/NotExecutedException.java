package chaski.remote.export;

import chaski.remote.wire.Refusal;

/** A call cannot be executed; nothing of the user's has run for it but the getters on its way. */
final class NotExecutedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    NotExecutedException(Refusal refusal, String text) {
        super(text);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
