package chaski.codec.jackson;

import chaski.api.ChaskiException;
import chaski.api.CodecException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JavaType;

/** Describes failures with one type in one format. Immutable. */
final class FailureMessages {

    /** A reason may quote what a peer sent; this much is enough for a log line. */
    private static final int MAX_QUOTED_CHARS = 300;

    private static final int MAX_CAUSES = 32;

    private final String format;
    private final JavaType type;

    FailureMessages(String format, JavaType type) {
        this.format = format;
        this.type = type;
    }

    CodecException unreadable(Throwable error) {
        return new CodecException(type.toCanonical() + " cannot be read from " + format + ": " + why(error), error);
    }

    CodecException unwritable(Throwable error) {
        return new CodecException(type.toCanonical() + " cannot be written as " + format + ": " + why(error), error);
    }

    ChaskiException notWritten(Throwable error) {
        // the stream to which it is written has its own errors, such as a limit
        for (Throwable cause : causes(error)) {
            if (cause instanceof ChaskiException ours) {
                return ours;
            }
        }
        return new CodecException(
                "a " + type.toCanonical() + " cannot be written as " + format + ": " + why(error), error);
    }

    CodecException notRead(Throwable error) {
        return new CodecException("expected a " + type.toCanonical() + " in " + format + ": " + why(error), error);
    }

    CodecException noValue() {
        return new CodecException("expected a " + type.toCanonical() + " in " + format + ", got null");
    }

    private String why(Throwable error) {
        if (error instanceof StackOverflowError) {
            return "it is nested too deeply for this thread's stack";
        }
        return quoted(explanation(error));
    }

    private static String explanation(Throwable error) {
        if (error instanceof DatabindException e) {
            String where = e.getPathReference();
            return e.getOriginalMessage() + (where.isEmpty() ? "" : " (at " + where + ")");
        }
        if (error instanceof JacksonException e) {
            return e.getOriginalMessage();
        }
        return error instanceof ChaskiException e ? String.valueOf(e.getMessage()) : String.valueOf(error);
    }

    /** The error and its causes, the error first; bounded, because causes may form a ring. */
    private static List<Throwable> causes(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .toList();
    }

    private static String quoted(String text) {
        String cut = text.length() > MAX_QUOTED_CHARS ? text.substring(0, MAX_QUOTED_CHARS) + "…" : text;
        StringBuilder printable = new StringBuilder(cut.length());
        cut.chars().forEach(c -> printable.append(Character.isISOControl(c) ? ' ' : (char) c));
        return printable.toString();
    }
}
