package chaski.node.wire;

/**
 * Free text in REFUSED, ERROR and GOODBYE: one line without control or format characters, so that a peer cannot forge
 * lines in a log, and never longer than its limit.
 */
final class FreeText {

    /** Enough for a sentence or two; a frame with it fits the limit before the handshake. */
    static final int MAX_BYTES = 1024;

    private FreeText() {}

    /** Replaces control and format characters by {@code ?} and truncates, at a character, a text that is too long. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX_BYTES));
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int shown = isPlain(c) ? c : '?';
            bytes += utf8Bytes(shown);
            if (bytes > MAX_BYTES) {
                break;
            }
            clean.appendCodePoint(shown);
        }
        return clean.toString();
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static int utf8Bytes(int c) {
        if (c < 0x80) {
            return 1;
        }
        if (c < 0x800) {
            return 2;
        }
        return c < 0x1_0000 ? 3 : 4;
    }
}
