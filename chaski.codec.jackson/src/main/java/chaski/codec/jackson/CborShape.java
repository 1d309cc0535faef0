package chaski.codec.jackson;

import chaski.api.CodecException;

/**
 * Checks CBOR bytes before the parser reads them: that the items are complete, that one item fills the bytes, that
 * limits unknown to the parser are kept, and that text is valid. The parser needs quadratic time for a sequence of
 * tags, accepts names and integers of any length, and expands references to earlier strings.
 *
 * <p>Follows RFC 8949, section 3. Linear in the number of items; allocates nothing.
 */
final class CborShape {

    /** A date or a number needs one; RFC 8949 has no use for more than two in sequence. */
    static final int MAX_TAGS_IN_A_ROW = 4;

    /** 416 bytes hold every integer of {@link MapperSettings#MAX_NUMBER_DIGITS} decimal digits. */
    static final int MAX_INTEGER_BYTES = 416;

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;

    private static final int ONE_BYTE_FOLLOWS = 24;
    private static final int EIGHT_BYTES_FOLLOW = 27;
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;

    private static final long POSITIVE_BIGNUM = 2;
    private static final long NEGATIVE_BIGNUM = 3;
    private static final long DECIMAL_FRACTION = 4;
    private static final long BIGFLOAT = 5;
    private static final long STRING_REFERENCE = 25;
    private static final long STRING_REFERENCES = 256;

    private final byte[] bytes;
    private final int end;
    private int position;
    private boolean fractions;

    private CborShape(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    /**
     * Checks a payload.
     *
     * @return true if it contains fractions, or numbers written as such
     * @throws CodecException when it is not one whole item within the limits
     */
    static boolean check(byte[] bytes, int offset, int length) {
        CborShape shape = new CborShape(bytes, offset, length);
        shape.item(shape.next(), 0, false);
        if (shape.position != shape.end) {
            throw refused((shape.end - shape.position) + " bytes follow the value");
        }
        return shape.fractions;
    }

    private void item(int head, int depth, boolean isName) {
        int first = head;
        boolean bignum = false;
        for (int tags = 0; first >>> 5 == TAG; tags++) {
            if (tags == MAX_TAGS_IN_A_ROW) {
                throw refused("more than " + MAX_TAGS_IN_A_ROW + " tags in a row");
            }
            long tag = argument(first);
            if (tag == STRING_REFERENCE || tag == STRING_REFERENCES) {
                throw refused("references to strings are not supported");
            }
            fractions |= tag == DECIMAL_FRACTION || tag == BIGFLOAT;
            bignum |= tag == POSITIVE_BIGNUM || tag == NEGATIVE_BIGNUM;
            first = next();
        }
        switch (first >>> 5) {
            case UNSIGNED, NEGATIVE -> argument(first);
            case BYTES, TEXT -> string(first, isName, bignum);
            case ARRAY -> collection(first, deeper(depth), false);
            case MAP -> collection(first, deeper(depth), true);
            default -> simple(first);
        }
    }

    private static int deeper(int depth) {
        if (depth == MapperSettings.MAX_NESTING) {
            throw refused("nested deeper than " + MapperSettings.MAX_NESTING);
        }
        return depth + 1;
    }

    private void collection(int first, int depth, boolean map) {
        if (isIndefinite(first)) {
            for (int head = next(); head != BREAK; head = next()) {
                member(head, depth, map);
            }
            return;
        }
        long count = argument(first);
        // an item has at least one byte
        if (count < 0 || count > (map ? remaining() / 2 : remaining())) {
            throw cutOff();
        }
        for (long i = 0; i < count; i++) {
            member(next(), depth, map);
        }
    }

    private void member(int head, int depth, boolean map) {
        item(head, depth, map);
        if (map) {
            item(next(), depth, false);
        }
    }

    private void string(int first, boolean isName, boolean bignum) {
        int characters = 0;
        int length = 0;
        if (isIndefinite(first)) {
            for (int head = next(); head != BREAK; head = next()) {
                if (head >>> 5 != first >>> 5 || isIndefinite(head)) {
                    throw refused("a string has a part that is none");
                }
                long part = argument(head);
                int start = position;
                length += skip(part);
                checkText(first, start);
                characters += isName ? characters(start) : 0;
            }
        } else {
            long whole = argument(first);
            int start = position;
            length = skip(whole);
            checkText(first, start);
            characters = isName ? characters(start) : 0;
        }
        if (characters > MapperSettings.MAX_NAME_CHARS) {
            throw refused("a name is longer than " + MapperSettings.MAX_NAME_CHARS + " characters");
        }
        if (bignum && length > MAX_INTEGER_BYTES) {
            throw refused("an integer is longer than " + MapperSettings.MAX_NUMBER_DIGITS + " digits");
        }
    }

    /** Each piece of a text is valid by itself. */
    private void checkText(int first, int start) {
        if (first >>> 5 == TEXT && !Utf8Validator.isValid(bytes, start, position)) {
            throw refused("a text is not in UTF-8");
        }
    }

    /** Counts the characters of the UTF-8 text in a range. */
    private int characters(int start) {
        int count = 0;
        for (int i = start; i < position; i++) {
            count += (bytes[i] & 0xc0) == 0x80 ? 0 : 1;
        }
        return count;
    }

    private void simple(int first) {
        int info = first & 31;
        if (info > EIGHT_BYTES_FOLLOW) {
            throw refused("a byte with no meaning: 0x" + Integer.toHexString(first));
        }
        fractions |= info > ONE_BYTE_FOLLOWS;
        argument(first);
    }

    private long argument(int first) {
        int info = first & 31;
        if (info < ONE_BYTE_FOLLOWS) {
            return info;
        }
        if (info > EIGHT_BYTES_FOLLOW) {
            throw refused("a byte with no meaning: 0x" + Integer.toHexString(first));
        }
        int width = 1 << (info - ONE_BYTE_FOLLOWS);
        if (width > remaining()) {
            throw cutOff();
        }
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | (bytes[position++] & 0xff);
        }
        return value;
    }

    private int skip(long length) {
        if (length < 0 || length > remaining()) {
            throw cutOff();
        }
        position += (int) length;
        return (int) length;
    }

    private int next() {
        if (position == end) {
            throw cutOff();
        }
        return bytes[position++] & 0xff;
    }

    private int remaining() {
        return end - position;
    }

    private static boolean isIndefinite(int first) {
        return (first & 31) == INDEFINITE;
    }

    private static CodecException cutOff() {
        return refused("the bytes end within a value");
    }

    private static CodecException refused(String why) {
        return new CodecException(why);
    }
}
