package chaski.testkit.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads vectors.
 *
 * <pre>
 * # what this file is
 *
 * [hello]
 * 0100003f    # HELLO, 63 bytes
 * 4348 534b   # magic; spaces do not matter
 * </pre>
 */
public final class WireVectors {

    private static final Pattern HEADING = Pattern.compile("\\[([a-z0-9-]+)]");
    private static final Pattern BYTES = Pattern.compile("([0-9a-f]{2})*");
    private static final Pattern FENCE = Pattern.compile("```(?:hex ([a-z0-9-]+)|.*)");

    private WireVectors() {}

    /** {@return the frames and records of the wire protocol} */
    public static List<WireVector> wire() {
        return load("wire.txt");
    }

    /**
     * Loads a file that this package carries.
     *
     * @param file its name
     * @return its vectors, in order
     * @throws IllegalArgumentException if there is none of that name, or it has another format
     */
    public static List<WireVector> load(String file) {
        try (InputStream in = WireVectors.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "expected a file of vectors, got '" + file + "', which is not there");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Parses the format of the files.
     *
     * @param text lines as shown above
     * @return the vectors, in order
     * @throws IllegalArgumentException if a line has another format; names the line
     */
    public static List<WireVector> parse(String text) {
        Gatherer gatherer = new Gatherer();
        for (String line : text.lines().toList()) {
            gatherer.lineNumber++;
            String content = withoutComment(line);
            Matcher heading = HEADING.matcher(content);
            if (heading.matches()) {
                gatherer.begin(heading.group(1));
            } else if (!content.isEmpty()) {
                gatherer.add(content);
            }
        }
        return gatherer.finish();
    }

    /**
     * Reads the vectors that a Markdown document shows, in blocks fenced as <code>```hex name</code>.
     *
     * @param markdown the document
     * @return the vectors, in order
     * @throws IllegalArgumentException if a line in such a block is not hex; names the line
     */
    public static List<WireVector> parseDocument(String markdown) {
        Gatherer gatherer = new Gatherer();
        boolean inHex = false;
        for (String line : markdown.lines().toList()) {
            gatherer.lineNumber++;
            Matcher fence = FENCE.matcher(line);
            if (fence.matches()) {
                inHex = fence.group(1) != null;
                if (inHex) {
                    gatherer.begin(fence.group(1));
                }
            } else if (inHex) {
                gatherer.add(withoutComment(line));
            }
        }
        return gatherer.finish();
    }

    private static String withoutComment(String line) {
        int comment = line.indexOf('#');
        return (comment < 0 ? line : line.substring(0, comment)).strip();
    }

    /** Combines lines to vectors. */
    private static final class Gatherer {

        private final List<WireVector> vectors = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private final StringBuilder hex = new StringBuilder();
        private String name = "";
        private int lineNumber;

        void begin(String next) {
            complete();
            if (!names.add(next)) {
                throw wrong("expected a name that was not used before, got '" + next + "'");
            }
            name = next;
        }

        void add(String digits) {
            if (name.isEmpty()) {
                throw wrong("expected a name in brackets first, got '" + digits + "'");
            }
            String line = digits.replace(" ", "");
            if (!BYTES.matcher(line).matches()) {
                throw wrong("expected whole bytes in hex, got '" + digits + "'");
            }
            hex.append(line);
        }

        List<WireVector> finish() {
            complete();
            return vectors;
        }

        private void complete() {
            if (!name.isEmpty()) {
                vectors.add(new WireVector(name, HexFormat.of().parseHex(hex)));
                hex.setLength(0);
                name = "";
            }
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException("line " + lineNumber + ": " + what);
        }
    }
}
