package chaski.node.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the vectors that {@code chaski.testkit} carries. */
final class Vectors {

    private static final String FILE = "chaski/testkit/vectors/wire.txt";

    private Vectors() {}

    /** {@return the bytes by name} */
    static Map<String, byte[]> wire() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (String section : text().split("(?m)^\\[", -1)) {
            int end = section.indexOf(']');
            if (end > 0 && !section.startsWith("#")) {
                all.put(
                        section.substring(0, end),
                        bytes(section.substring(end + 1).lines()));
            }
        }
        return all;
    }

    /** Reads lines of hex with comments. */
    static byte[] bytes(Stream<String> lines) {
        String hex = lines.map(line -> line.replaceAll("#.*| ", "")).collect(Collectors.joining());
        return HexFormat.of().parseHex(hex);
    }

    private static String text() {
        try (InputStream in = Vectors.class.getClassLoader().getResourceAsStream(FILE)) {
            if (in == null) {
                throw new AssertionError("chaski.testkit carries no " + FILE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
