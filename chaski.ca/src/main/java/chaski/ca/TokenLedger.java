package chaski.ca;

import chaski.api.security.Identity;
import chaski.ca.RefusedRequestException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of an authority: a text file that only its owner can read, one token a line, without the secrets. It is replaced as a
 * whole; callers hold the lock of the directory. Tokens that can no longer be used are kept for a week, so that a late user learns what
 * happened to them.
 *
 * <pre>
 * ID SHA256-OF-SECRET EXPIRY VALIDITY-OF-THE-CERTIFICATE USED-OR-MINUS IDENTITY
 * </pre>
 */
final class TokenLedger {

    /** The most tokens that can be used at one time: more are hardly in use, and each is a door. */
    static final int MOST_OPEN = 1_000;

    static final Duration KEPT = Duration.ofDays(7);

    private static final String NO_HASH = EnrolmentToken.hash("");

    private final Path file;

    TokenLedger(Path file) {
        this.file = file;
    }

    private record Entry(
            String id, String hash, Instant expiry, Duration validity, Optional<Instant> used, Identity identity) {

        boolean isOpen(Instant now) {
            return used.isEmpty() && now.isBefore(expiry);
        }

        Entry usedAt(Instant time) {
            return new Entry(id, hash, expiry, validity, Optional.of(time), identity);
        }

        String line() {
            return String.join(
                    " ",
                    id,
                    hash,
                    expiry.toString(),
                    validity.toString(),
                    used.map(Instant::toString).orElse("-"),
                    identity.toString());
        }

        static Entry parse(String line) {
            String[] fields = line.split(" ", 6);
            return new Entry(
                    fields[0],
                    fields[1],
                    Instant.parse(fields[2]),
                    Duration.parse(fields[3]),
                    fields[4].equals("-") ? Optional.empty() : Optional.of(Instant.parse(fields[4])),
                    Identity.parse(fields[5]));
        }
    }

    /** What a token grants. */
    record Grant(Identity identity, Duration validity) {}

    void add(EnrolmentToken token, Identity identity, Instant now, Instant expiry, Duration validity)
            throws IOException {
        List<Entry> entries = read();
        entries.removeIf(entry -> now.isAfter(entry.expiry().plus(KEPT)));
        if (entries.stream().filter(entry -> entry.isOpen(now)).count() >= MOST_OPEN) {
            throw new AuthorityException(
                    "there are " + MOST_OPEN + " tokens that can still be used; wait until some expire");
        }
        entries.add(new Entry(
                token.id(), EnrolmentToken.hash(token.secret()), expiry, validity, Optional.empty(), identity));
        write(entries);
    }

    /** {@return what a token grants that can be used now} */
    Grant check(String id, String secret, Instant now) throws IOException {
        Entry entry = find(read(), id, secret);
        if (entry.used().isPresent()) {
            throw new RefusedRequestException(
                    Reason.TOKEN_USED,
                    "the token " + id + " was used or withdrawn at "
                            + entry.used().get() + "; if that was not you, revoke " + entry.identity()
                            + "; else request a new token");
        }
        if (!entry.isOpen(now)) {
            throw new RefusedRequestException(
                    Reason.TOKEN_EXPIRED, "the token " + id + " expired at " + entry.expiry() + "; request a new one");
        }
        return new Grant(entry.identity(), entry.validity());
    }

    /** Checks a token again, and marks it as used. */
    void use(String id, String secret, Instant now) throws IOException {
        check(id, secret, now);
        write(read().stream()
                .map(entry -> entry.id().equals(id) ? entry.usedAt(now) : entry)
                .toList());
    }

    /** Withdraws all tokens of an identity; returns how many could have been used. */
    int withdraw(Identity identity, Instant now) throws IOException {
        List<Entry> entries = read();
        int open = (int) entries.stream()
                .filter(entry -> entry.isOpen(now) && entry.identity().equals(identity))
                .count();
        if (open > 0) {
            write(entries.stream()
                    .map(entry -> entry.isOpen(now) && entry.identity().equals(identity) ? entry.usedAt(now) : entry)
                    .toList());
        }
        return open;
    }

    /** An unknown id costs the same comparison as a wrong secret, and receives the same answer. */
    private static Entry find(List<Entry> entries, String id, String secret) {
        Optional<Entry> known =
                entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
        String expected = known.map(Entry::hash).orElse(NO_HASH);
        boolean equal = MessageDigest.isEqual(bytes(expected), bytes(EnrolmentToken.hash(secret)));
        if (known.isEmpty() || !equal) {
            throw new RefusedRequestException(
                    Reason.TOKEN_UNKNOWN, "this authority has no such token; request a new one");
        }
        return known.get();
    }

    private static byte[] bytes(String hash) {
        return hash.getBytes(StandardCharsets.US_ASCII);
    }

    private List<Entry> read() throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                try {
                    entries.add(Entry.parse(line));
                } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
                    throw new AuthorityException(
                            "line " + (entries.size() + 1) + " of " + file + " is malformed", malformed);
                }
            }
        }
        return entries;
    }

    private void write(List<Entry> entries) throws IOException {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append(entry.line()).append('\n'));
        PemFiles.writePrivate(file, text.toString());
    }
}
