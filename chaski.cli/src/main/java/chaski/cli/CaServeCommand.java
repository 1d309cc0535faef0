package chaski.cli;

import chaski.ca.CertificateAuthority;
import chaski.ca.EnrolmentToken;
import chaski.ca.RegistrationAuthority;
import chaski.cli.enroll.EnrolmentServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code chaski ca serve}: issues and renews over HTTPS until a signal. */
@Command(
        name = "serve",
        description = "Issues certificates to holders of tokens, renews valid ones, and serves the list of revocations,"
                + " until a signal ends it. Prints one line first: READY url=URL fingerprint=SHA256,"
                + " then one for each certificate and each refusal.",
        footer = {"", "Runs with the authority's key in memory: on a machine of its own, and no longer than needed."})
final class CaServeCommand implements Callable<Integer> {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]/]+):([0-9]{1,5})");

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AuthorityOptions authority = new AuthorityOptions();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7643",
            description = "Where to listen, port 0 for any free one (default: ${DEFAULT-VALUE}).")
    private String listen = "127.0.0.1:7643";

    CaServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        InetSocketAddress local = local();
        CertificateAuthority opened = authority.open(terminal);
        LineWriter lines = new LineWriter(terminal.out());
        try (EnrolmentServer server =
                EnrolmentServer.start(new RegistrationAuthority(opened), local, line -> print(lines, line))) {
            lines.lineNow("READY url=https://" + server.address().getHostString() + ":"
                    + server.address().getPort() + " fingerprint="
                    + EnrolmentToken.fingerprint(opened.certificate()));
            terminal.stop().await();
        }
        return ExitStatus.OK;
    }

    /** A server continues to run if its output has no reader. */
    private static void print(LineWriter lines, String line) {
        try {
            synchronized (lines) {
                lines.lineNow(SingleLine.of(line));
            }
        } catch (OutputClosed noReader) {
            // as above
        }
    }

    private InetSocketAddress local() throws IOException {
        Matcher parts = ADDRESS.matcher(listen);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--listen': expected HOST:PORT, got '" + listen + "'");
        }
        InetSocketAddress address =
                new InetSocketAddress(parts.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(parts.group(2)));
        if (address.isUnresolved()) {
            throw new IOException("cannot resolve the host name of " + listen);
        }
        return address;
    }
}
