package chaski.remote.wire;

/** The operation of a call on its target. */
public enum CallOperation {
    /** Calls a method. */
    INVOKE(1),
    /** Reads an attribute. */
    GET(2),
    /** Writes an attribute. */
    SET(3),
    /** Describes the target. */
    DESCRIBE(4),
    /** Observes an attribute. */
    OBSERVE(5);

    private final int code;

    CallOperation(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static CallOperation of(int code) {
        for (CallOperation operation : values()) {
            if (operation.code == code) {
                return operation;
            }
        }
        throw MessageFields.violation("operation", "1 to 5", code);
    }
}
