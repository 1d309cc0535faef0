package chaski.cli;

import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedCertificate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chaski ca list}: what an authority has issued. */
@Command(
        name = "list",
        description =
                "Lists the certificates that the authority has issued, the oldest first, and marks those that expire soon"
                        + " and were not renewed.")
final class CaListCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AuthorityOptions authority = new AuthorityOptions();

    @Option(
            names = "--within",
            paramLabel = "N",
            defaultValue = "7",
            description = "Marks certificates that expire within N days (default: ${DEFAULT-VALUE}).")
    private int within = 7;

    @Option(names = "--expiring", description = "Lists only those; the exit status is 1 if there are any.")
    private boolean expiring;

    @Mixin
    private OutputOptions output = new OutputOptions();

    CaListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        CertificateAuthority opened = authority.open(terminal);
        LineWriter lines = new LineWriter(terminal.out());
        Instant now = Instant.now();
        List<IssuedCertificate> all = opened.issued();
        boolean found = false;
        for (IssuedCertificate issued : all) {
            boolean soon = expiresSoon(issued, now) && isNewest(issued, all, now);
            found |= soon;
            if (soon || !expiring) {
                lines.lineNow(output.json() ? json(issued, now, soon) : text(issued, now, soon));
            }
        }
        return expiring && found ? ExitStatus.FAILURE : ExitStatus.OK;
    }

    private boolean expiresSoon(IssuedCertificate issued, Instant now) {
        return issued.isValid(now) && issued.expiry().isBefore(now.plus(Duration.ofDays(within)));
    }

    /** A certificate that was renewed may expire: it is not in use any more. */
    private static boolean isNewest(IssuedCertificate issued, List<IssuedCertificate> all, Instant now) {
        return all.stream()
                .noneMatch(other -> other.identity().equals(issued.identity())
                        && other.isValid(now)
                        && other.expiry().isAfter(issued.expiry()));
    }

    private static String text(IssuedCertificate issued, Instant now, boolean soon) {
        return issued.serial().toString(16) + " " + state(issued, now) + " " + issued.expiry() + " "
                + issued.identity()
                + (soon ? " EXPIRES in " + left(issued, now) : "");
    }

    private static String json(IssuedCertificate issued, Instant now, boolean soon) {
        return Json.object()
                .put("serial", issued.serial().toString(16))
                .put("state", state(issued, now))
                .put("expiry", issued.expiry().toString())
                .put("identity", issued.identity().toString())
                .put("expiresSoon", Boolean.toString(soon))
                .toString();
    }

    private static String left(IssuedCertificate issued, Instant now) {
        Duration left = Duration.between(now, issued.expiry());
        return left.toDays() > 0 ? left.toDays() + " days" : left.toHours() + " h";
    }

    private static String state(IssuedCertificate issued, Instant now) {
        if (issued.revoked().isPresent()) {
            return "revoked";
        }
        return issued.isValid(now) ? "valid" : "expired";
    }
}
