package chaski.ca;

import chaski.api.security.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The certificates that an authority has issued and revoked: a text file, one event a line, only ever appended to. A last line that
 * was cut off by a crash is ignored and overwritten.
 *
 * <pre>
 * issued SERIAL EXPIRY IDENTITY
 * revoked SERIAL TIME
 * </pre>
 */
final class Ledger {

    private final Path file;

    Ledger(Path file) {
        this.file = file;
    }

    void issued(BigInteger serial, Instant expiry, Identity identity) throws IOException {
        append("issued " + serial.toString(16) + " " + expiry + " " + identity);
    }

    void revoked(BigInteger serial, Instant time) throws IOException {
        append("revoked " + serial.toString(16) + " " + time);
    }

    private void append(String line) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = wholeLines().getBytes(StandardCharsets.UTF_8).length;
            channel.truncate(end);
            channel.position(end);
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** {@return all certificates, those issued first in front} */
    List<IssuedCertificate> certificates() throws IOException {
        Map<BigInteger, IssuedCertificate> bySerial = new LinkedHashMap<>();
        int number = 0;
        for (String line : wholeLines().lines().toList()) {
            number++;
            try {
                apply(line.split(" ", 4), bySerial);
            } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
                throw new AuthorityException(
                        "line " + number + " of " + file + " is malformed: '" + line + "'", malformed);
            }
        }
        return new ArrayList<>(bySerial.values());
    }

    private static void apply(String[] fields, Map<BigInteger, IssuedCertificate> bySerial) {
        BigInteger serial = new BigInteger(fields[1], 16);
        Instant time = Instant.parse(fields[2]);
        switch (fields[0]) {
            case "issued" ->
                bySerial.put(serial, new IssuedCertificate(serial, Identity.parse(fields[3]), time, Optional.empty()));
            case "revoked" ->
                bySerial.computeIfPresent(
                        serial,
                        (key, known) ->
                                new IssuedCertificate(serial, known.identity(), known.expiry(), Optional.of(time)));
            default -> throw new IllegalArgumentException("unknown event " + fields[0]);
        }
    }

    private String wholeLines() throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }
}
