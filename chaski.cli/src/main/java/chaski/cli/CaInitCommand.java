package chaski.cli;

import chaski.ca.CertificateAuthority;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chaski ca init}: creates an authority. */
@Command(name = "init", description = "Creates a certificate authority.")
final class CaInitCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AuthorityOptions authority = new AuthorityOptions();

    @Option(
            names = "--domain",
            required = true,
            paramLabel = "NAME",
            description = "The trust domain: identities are spiffe://NAME/..., for example example.org.")
    private String domain = "";

    CaInitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        char[] passphrase = authority.passphrase(terminal);
        try {
            CertificateAuthority.create(authority.directory(), domain, passphrase);
        } catch (IllegalArgumentException malformed) {
            throw new CommandFailure(SingleLine.of(malformed));
        }
        new LineWriter(terminal.out())
                .lineNow("created the authority of " + domain + " in " + authority.directory() + ", its key is "
                        + (passphrase == null ? "not encrypted" : "encrypted"));
        return ExitStatus.OK;
    }
}
