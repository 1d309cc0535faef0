package chaski.codec.jackson;

/**
 * Checks UTF-8 as RFC 3629 defines it. The parsers accept some invalid sequences and decode them to unpaired
 * surrogates, which cannot be written, or to different characters. Stateless.
 */
final class Utf8Validator {

    private static final int FIRST_CONTINUATION = 0x80;
    private static final int LAST_CONTINUATION = 0xbf;

    private Utf8Validator() {}

    /** {@return whether the bytes are UTF-8} */
    static boolean isValid(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            int first = bytes[i++];
            if (first >= 0) {
                continue;
            }
            int more = continuations(first & 0xff);
            if (more == 0 || more > to - i || !isSecond(first & 0xff, bytes[i] & 0xff)) {
                return false;
            }
            for (int rest = i + 1; rest < i + more; rest++) {
                if ((bytes[rest] & 0xc0) != FIRST_CONTINUATION) {
                    return false;
                }
            }
            i += more;
        }
        return true;
    }

    /** How many bytes follow this first byte; 0 if it does not begin a sequence of several. */
    private static int continuations(int first) {
        if (first < 0xc2) {
            return 0;
        }
        return first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0;
    }

    /** The second byte excludes longer forms than needed, surrogates, and what is beyond U+10FFFF. */
    private static boolean isSecond(int first, int second) {
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : FIRST_CONTINUATION;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : LAST_CONTINUATION;
        return second >= least && second <= most;
    }
}
