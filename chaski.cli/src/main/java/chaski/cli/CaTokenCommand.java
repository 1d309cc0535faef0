package chaski.cli;

import chaski.api.security.Identity;
import chaski.ca.CertificateAuthority;
import chaski.ca.EnrolmentToken;
import chaski.ca.RegistrationAuthority;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chaski ca token}: grants one enrolment. */
@Command(
        name = "token",
        description = "Prints a token with which one machine can receive an identity, once, from 'chaski ca serve'."
                + " The authority keeps only a hash of its secret. Revoking the identity withdraws its tokens.")
final class CaTokenCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AuthorityOptions authority = new AuthorityOptions();

    @Parameters(paramLabel = "NAME", description = "The identity: spiffe://DOMAIN/PATH, or PATH alone.")
    private String name = "";

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = TimeSpan.class,
            description = "How long the token can be used, at most 7d (default: ${DEFAULT-VALUE}).")
    private Duration ttl = Duration.ofMinutes(10);

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long the certificate will be valid, and each renewal of it (default: ${DEFAULT-VALUE}).")
    private int days = 30;

    CaTokenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (days < 1 || days > 3650) {
            throw new ParameterException(spec.commandLine(), "expected 1 to 3650 for --days, got " + days);
        }
        if (ttl.isZero() || ttl.compareTo(RegistrationAuthority.LONGEST_TTL) > 0) {
            throw new ParameterException(spec.commandLine(), "expected 1s to 7d for --ttl");
        }
        CertificateAuthority opened = authority.open(terminal);
        Identity identity = IdentityName.parse(name, opened.trustDomain());
        EnrolmentToken token;
        try {
            token = new RegistrationAuthority(opened).token(identity, ttl, Duration.ofDays(days));
        } catch (IllegalArgumentException refused) {
            throw new CommandFailure(SingleLine.of(refused));
        }
        new LineWriter(terminal.out()).lineNow(token.text());
        return ExitStatus.OK;
    }
}
