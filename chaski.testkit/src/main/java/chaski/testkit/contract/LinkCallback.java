package chaski.testkit.contract;

/** The calls of a {@link chaski.api.transport.LinkHandler}. */
enum LinkCallback {
    BYTES,
    READ_COMPLETE,
    WRITABLE,
    RELEASED,
    CLOSED
}
