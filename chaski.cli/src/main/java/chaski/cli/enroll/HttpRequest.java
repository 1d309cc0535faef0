package chaski.cli.enroll;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A request of HTTP/1.1 (RFC 9112), as far as the enrolment server understands it: a method, a path, and a body of a stated length. All
 * parts are bounded; everything else of HTTP is refused.
 *
 * @param method the method
 * @param path the target
 * @param body the body as text
 */
record HttpRequest(String method, String path, String body) {

    private static final int LONGEST_HEAD = 8 * 1024;

    /** A request for a certificate has less than 1 KiB. */
    static final int LONGEST_BODY = 16 * 1024;

    /** The request is not one that this server understands. */
    static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        /** {@return the status of HTTP to answer with} */
        int status() {
            return status;
        }
    }

    /**
     * Reads one request.
     *
     * @throws Refused if it is not understood
     * @throws IOException if the connection fails or ends
     */
    static HttpRequest read(InputStream in) throws IOException {
        List<String> lines = head(in).lines().toList();
        String[] first = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
        if (first.length != 3 || !first[2].startsWith("HTTP/1.")) {
            throw new Refused(400, "expected a request of HTTP/1.1");
        }
        int length = 0;
        boolean stated = false;
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            String name = (colon < 0 ? line : line.substring(0, colon)).toLowerCase(Locale.ROOT);
            if (name.equals("transfer-encoding") || (stated && name.equals("content-length"))) {
                throw new Refused(411, "expected one Content-Length and no Transfer-Encoding");
            }
            if (name.equals("content-length")) {
                stated = true;
                length = length(line.substring(colon + 1).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the request ended before its body");
        }
        return new HttpRequest(first[0], first[1], new String(body, StandardCharsets.ISO_8859_1));
    }

    private static int length(String text) throws Refused {
        if (!text.matches("[0-9]{1,9}")) {
            throw new Refused(400, "expected a number as Content-Length");
        }
        int length = Integer.parseInt(text);
        if (length > LONGEST_BODY) {
            throw new Refused(413, "expected at most " + LONGEST_BODY + " bytes");
        }
        return length;
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended before a request");
            }
            if (head.size() == LONGEST_HEAD) {
                throw new Refused(431, "expected at most " + LONGEST_HEAD + " bytes before the body");
            }
            head.write(next);
            boolean expected = next == (matched % 2 == 0 ? '\r' : '\n');
            matched = expected ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1).strip();
    }
}
