package chaski.remote.wire;

/** Why a call was not executed. */
public enum RefusalReason {
    /** The export was withdrawn; another exporter may do. */
    WITHDRAWN(1),
    /** Too many calls wait or run; another exporter may do. */
    OVERLOADED(2),
    /** There is no such member. */
    NO_MEMBER(3),
    /** The arguments do not fit. */
    ARGUMENTS(4),
    /** The time was over before it began. */
    EXPIRED(5),
    /** The caller gave up before it began. */
    CANCELLED(6);

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
        throw MessageFields.violation("reason", "1 to 6", code);
    }
}
