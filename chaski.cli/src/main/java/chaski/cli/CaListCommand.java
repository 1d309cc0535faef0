package chaski.cli;

import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedCertificate;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chaski ca list}: what an authority has issued. */
@Command(name = "list", description = "Lists the certificates that the authority has issued, the oldest first.")
final class CaListCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AuthorityOptions authority = new AuthorityOptions();

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
        for (IssuedCertificate issued : opened.issued()) {
            lines.lineNow(output.json() ? json(issued, now) : text(issued, now));
        }
        return ExitStatus.OK;
    }

    private static String text(IssuedCertificate issued, Instant now) {
        return issued.serial().toString(16) + " " + state(issued, now) + " " + issued.expiry() + " "
                + issued.identity();
    }

    private static String json(IssuedCertificate issued, Instant now) {
        return Json.object()
                .put("serial", issued.serial().toString(16))
                .put("state", state(issued, now))
                .put("expiry", issued.expiry().toString())
                .put("identity", issued.identity().toString())
                .toString();
    }

    private static String state(IssuedCertificate issued, Instant now) {
        if (issued.revoked().isPresent()) {
            return "revoked";
        }
        return issued.isValid(now) ? "valid" : "expired";
    }
}
