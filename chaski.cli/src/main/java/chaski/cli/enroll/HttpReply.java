package chaski.cli.enroll;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An answer of HTTP/1.1, after which the connection ends.
 *
 * @param status the status of HTTP
 * @param text PEM, or one line that names the reason of a refusal
 * @param retrySeconds when to try again, or 0
 */
record HttpReply(int status, String text, long retrySeconds) {

    static HttpReply ok(String pem) {
        return new HttpReply(200, pem, 0);
    }

    static HttpReply refused(int status, String reason) {
        return new HttpReply(status, reason + "\n", 0);
    }

    static HttpReply later(long seconds, String reason) {
        return new HttpReply(429, reason + "; try again in " + seconds + " s\n", seconds);
    }

    void write(OutputStream out) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + (status == 200 ? " OK" : " Refused") + "\r\n"
                + "Content-Type: " + (status == 200 ? "application/x-pem-file" : "text/plain; charset=utf-8") + "\r\n"
                + "Content-Length: " + body.length + "\r\n"
                + (retrySeconds > 0 ? "Retry-After: " + retrySeconds + "\r\n" : "")
                + "Connection: close\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }
}
