package chaski.security.grants;

import java.io.IOException;
import java.io.Serial;

/** A file of grants cannot be used; the message begins with the position of the first mistake. */
final class MalformedGrantsException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedGrantsException(int line, int column, String expected) {
        super(Grants.FILE_NAME + ":" + line + ":" + column + ": " + expected);
    }

    MalformedGrantsException(String expected) {
        super(Grants.FILE_NAME + ": " + expected);
    }
}
