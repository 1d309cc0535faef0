package chaski.cli;

import chaski.api.security.Credentials;
import chaski.ca.IssuedIdentity;
import chaski.cli.enroll.EnrolmentClient;
import chaski.security.IdentityDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chaski renew}: renews an identity with its present certificate. */
@Command(
        name = "renew",
        description = "Renews the identity in a directory at 'chaski ca serve', with a new key, and fetches the list of"
                + " revocations. The present certificate proves the right to it, so it must be valid. Running nodes use"
                + " the new files within a second.")
final class RenewCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--ca",
            paramLabel = "HOST:PORT",
            description = "Where 'chaski ca serve' listens (default: as at 'chaski enroll').")
    private @Nullable String server;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Renews only if the certificate expires within that time, for example 10d; always fetches the"
                    + " list of revocations. For a daily job.")
    private @Nullable Duration within;

    @Option(names = "--revocations", description = "Fetches the list of revocations only.")
    private boolean revocationsOnly;

    @Parameters(paramLabel = "DIR", description = "The directory of the identity.")
    private Path directory = Path.of(".");

    RenewCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        IdentityPlace place = new IdentityPlace(directory);
        place.certificate();
        String address = server != null
                ? server
                : place.server()
                        .orElseThrow(() ->
                                new CommandFailure("expected --ca HOST:PORT: no server is known for " + directory));
        EnrolmentClient client = EnrollCommand.client(spec, address);
        Credentials current;
        try (IdentityDirectory opened = IdentityDirectory.open(directory)) {
            current = opened.current();
        }
        boolean due = within == null || current.expiry().isBefore(Instant.now().plus(within));
        if (due && !revocationsOnly) {
            IssuedIdentity renewed = client.renew(current);
            renewed.renewIn(directory);
            place.rememberServer(address);
            report("renewed " + renewed.identity() + " in " + directory + ", valid until "
                    + renewed.certificate().getNotAfter().toInstant());
        } else {
            EnrolmentClient.SignedRevocations fetched = client.revocations(current);
            boolean replaced = IssuedIdentity.replaceRevocations(directory, fetched.authority(), fetched.list());
            report((replaced ? "fetched the list of revocations" : "kept the list of revocations, which is newer,")
                    + " in " + directory + "; " + current.identity() + " is valid until " + current.expiry());
        }
        return ExitStatus.OK;
    }

    private void report(String line) {
        new LineWriter(terminal.out()).lineNow(line);
    }
}
