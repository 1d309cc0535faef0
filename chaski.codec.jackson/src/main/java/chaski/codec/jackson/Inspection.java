package chaski.codec.jackson;

/** Looks at bytes before they are read. */
@FunctionalInterface
interface Inspection {

    /** For formats whose parser knows every limit. */
    Inspection NONE = (bytes, offset, length) -> {};

    /**
     * Looks at the bytes of one value.
     *
     * @throws chaski.api.CodecException when they break a limit
     */
    void check(byte[] bytes, int offset, int length);
}
