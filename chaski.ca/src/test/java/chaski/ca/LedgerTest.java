package chaski.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.security.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    private static final Instant EXPIRY = Instant.parse("2030-01-01T00:00:00Z");
    private static final Identity IDENTITY = Identity.parse("spiffe://example.org/a");

    @TempDir
    Path directory;

    @Test
    void eventsAreReadAsTheyWereWritten() throws IOException {
        Ledger ledger = new Ledger(directory.resolve("issued.txt"));
        assertThat(ledger.certificates()).isEmpty();
        ledger.issued(BigInteger.TEN, EXPIRY, IDENTITY);
        ledger.issued(BigInteger.TWO, EXPIRY, IDENTITY);
        ledger.revoked(BigInteger.TEN, EXPIRY.minusSeconds(1));

        assertThat(ledger.certificates())
                .extracting(IssuedCertificate::serial, certificate -> certificate.isValid(EXPIRY.minusSeconds(2)))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(BigInteger.TEN, false),
                        org.assertj.core.groups.Tuple.tuple(BigInteger.TWO, true));
    }

    @Test
    void aLineThatWasCutOffIsOverwritten() throws IOException {
        Path file = directory.resolve("issued.txt");
        Ledger ledger = new Ledger(file);
        ledger.issued(BigInteger.TEN, EXPIRY, IDENTITY);
        Files.writeString(file, "issued 7 2030-", StandardOpenOption.APPEND);

        ledger.issued(BigInteger.TWO, EXPIRY, IDENTITY);

        assertThat(ledger.certificates())
                .extracting(IssuedCertificate::serial)
                .containsExactly(BigInteger.TEN, BigInteger.TWO);
    }

    @Test
    void aMalformedLineIsNamed() throws IOException {
        Path file = directory.resolve("issued.txt");
        new Ledger(file).issued(BigInteger.TEN, EXPIRY, IDENTITY);
        Files.writeString(file, "nonsense\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> new Ledger(file).certificates())
                .isInstanceOf(AuthorityException.class)
                .hasMessageContaining("line 2 of " + file);
    }
}
