package chaski.cli;

import chaski.api.security.Identity;
import chaski.ca.EnrolmentToken;
import chaski.ca.IssuedIdentity;
import chaski.cli.enroll.EnrolmentClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chaski enroll}: receives an identity for a token. */
@Command(
        name = "enroll",
        description = "Receives an identity from 'chaski ca serve' for a token of 'chaski ca token'. The key is created"
                + " here and stays here. Writes cert.pem, key.pem, trust.pem and revoked.crl.")
final class EnrollCommand implements Callable<Integer> {

    private static final String TOKEN_VARIABLE = "CHASKI_TOKEN";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--ca", required = true, paramLabel = "HOST:PORT", description = "Where 'chaski ca serve' listens.")
    private String server = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "The token. Other users of this machine can see it while the command runs: prefer --token-file,"
                            + " or the variable CHASKI_TOKEN, which is the default.")
    private @Nullable String token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Contains the token in its first line.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--name",
            paramLabel = "URI",
            description = "The identity to expect, spiffe://DOMAIN/PATH (default: that of the token).")
    private @Nullable String name;

    @Option(
            names = "--replace",
            description = "Replaces the files of the same identity in the directory, for example if it has expired.")
    private boolean replace;

    @Parameters(paramLabel = "DIR", description = "Where the files go.")
    private Path directory = Path.of(".");

    EnrollCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        EnrolmentClient client = client(spec, server);
        EnrolmentToken parsed = token();
        IdentityPlace place = new IdentityPlace(directory);
        Optional<Identity> expected = expected(place);
        IssuedIdentity issued = client.enroll(parsed, expected);
        if (expected.isPresent() && !expected.get().equals(issued.identity())) {
            throw new CommandFailure("expected " + expected.get() + ", the authority issued " + issued.identity()
                    + "; nothing was written");
        }
        issued.renewIn(directory);
        place.rememberServer(server);
        new LineWriter(terminal.out())
                .lineNow("enrolled " + issued.identity() + " in " + directory + ", valid until "
                        + issued.certificate().getNotAfter().toInstant());
        return ExitStatus.OK;
    }

    /** Decided before the token is used, which works only once. */
    private Optional<Identity> expected(IdentityPlace place) throws IOException {
        Optional<Identity> named = Optional.empty();
        if (name != null) {
            try {
                named = Optional.of(Identity.parse(name));
            } catch (IllegalArgumentException malformed) {
                throw new ParameterException(spec.commandLine(), SingleLine.of(malformed));
            }
        }
        if (!place.isOccupied()) {
            return named;
        }
        Identity present = place.present();
        if (named.isPresent() && !named.get().equals(present)) {
            throw new CommandFailure(
                    "there is the identity " + present + " in " + directory + "; choose another directory");
        }
        if (!replace) {
            throw new CommandFailure("there is the identity " + present + " in " + directory
                    + "; renew it with 'chaski renew', or replace it with --replace. The token was not used");
        }
        return Optional.of(present);
    }

    private EnrolmentToken token() throws IOException {
        if (token != null && tokenFile != null) {
            throw new ParameterException(spec.commandLine(), "expected one of --token and --token-file, got both");
        }
        String text = token != null
                ? token
                : tokenFile != null
                        ? Files.readString(tokenFile).lines().findFirst().orElse("")
                        : terminal.environment().get(TOKEN_VARIABLE);
        if (text == null) {
            throw new ParameterException(
                    spec.commandLine(), "expected --token, --token-file, or the variable " + TOKEN_VARIABLE);
        }
        try {
            return EnrolmentToken.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new CommandFailure(SingleLine.of(malformed));
        }
    }

    static EnrolmentClient client(CommandSpec spec, String server) {
        try {
            return new EnrolmentClient(server);
        } catch (IllegalArgumentException malformed) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--ca': expected HOST:PORT of 'chaski ca serve', got '" + server + "'");
        }
    }
}
