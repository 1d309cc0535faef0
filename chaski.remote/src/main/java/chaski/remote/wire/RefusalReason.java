package chaski.remote.wire;

/** The reason why a call was not executed. */
public enum RefusalReason {
    /** The export was withdrawn; another exporter may serve the call. */
    WITHDRAWN(1),
    /** Too many calls are queued or running; another exporter may serve the call. */
    OVERLOADED(2),
    /** There is no such member. */
    NO_MEMBER(3),
    /** The arguments do not fit. */
    ARGUMENTS(4),
    /** The deadline passed before it began. */
    EXPIRED(5),
    /** The caller cancelled it before it began. */
    CANCELLED(6),
    /** The grants of the exporter do not allow it. */
    NOT_GRANTED(7);

    private final int code;

    RefusalReason(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static RefusalReason of(int code) {
        for (RefusalReason refusal : values()) {
            if (refusal.code == code) {
                return refusal;
            }
        }
        throw MessageFields.violation("reason", "1 to 7", code);
    }
}
