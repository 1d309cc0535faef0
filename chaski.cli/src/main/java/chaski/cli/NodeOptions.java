package chaski.cli;

import chaski.api.Endpoint;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.SessionConfig;
import chaski.api.security.SecurityConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of the node of a command. */
final class NodeOptions {

    private static final Endpoint LOOPBACK = Endpoint.parse("tcp://127.0.0.1:0");

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private JoinOptions join = new JoinOptions();

    @Option(
            names = "--listen",
            paramLabel = "URI",
            description =
                    "Where to listen; port 0 takes any free port, host 0.0.0.0 (IPv4) or [::] (both families) every"
                            + " interface. May be repeated. Default: tcp://127.0.0.1:0.")
    private List<Endpoint> listen = new ArrayList<>();

    @Option(
            names = "--advertise",
            paramLabel = "URI",
            description =
                    "The endpoint at which others dial this node, if it is not the one it listens on: behind a router that"
                            + " forwards a port, in a container, by a DNS name. May be repeated. Default: where it listens.")
    private List<Endpoint> advertise = new ArrayList<>();

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "A name for people. Default: the sub-command and the number of the process.")
    private @Nullable String name;

    @Option(
            names = "--resume-timeout",
            paramLabel = "SECONDS",
            description = "How long a session outlives its last link, 0 to 3600. Default: 120.")
    private @Nullable Long resumeTimeoutSeconds;

    /**
     * Starts the node and begins to join the others.
     *
     * @param terminal receives the events
     * @return the node, running
     */
    CommandNode start(Terminal terminal) {
        Node.Builder builder =
                Chaski.node().name(nameOrDefault()).session(session()).security(security(terminal));
        for (Endpoint endpoint : endpoints()) {
            builder.listen(endpoint.toString());
        }
        advertised().forEach(endpoint -> builder.advertise(endpoint.toString()));
        EventPrinter events = new EventPrinter(terminal.err());
        return CommandNode.start(builder, join.endpoints(terminal), events, terminal.stop());
    }

    /** {@return what the node proves, and whom it trusts, after a check that this permits its endpoints} */
    private SecurityConfig security(Terminal terminal) {
        SecurityConfig security = join.security(terminal);
        SecurityOptions.check(security, endpoints());
        SecurityOptions.check(security, join.endpoints(terminal));
        return security;
    }

    /** {@return the same options as the configuration of a node in an OSGi framework} */
    Json configuration(Terminal terminal) {
        SecurityConfig security = security(terminal);
        Json json = Json.object().put("security.mode", security.mode().name().toLowerCase(Locale.ROOT));
        security.directory().ifPresent(directory -> json.put("security.identity", directory.toString()));
        security.instance().ifPresent(instance -> json.put("security.instance", instance));
        return json.put("name", nameOrDefault())
                .put("listen", Json.array(endpoints()))
                .put("advertise", Json.array(advertised()))
                .put("join", Json.array(join.endpoints(terminal)))
                .put("session.resumeTimeoutMs", session().resumeTimeout().toMillis());
    }

    /** {@return the endpoints to listen on} */
    List<Endpoint> endpoints() {
        return listen.isEmpty() ? List.of(LOOPBACK) : listen;
    }

    /** Port 0 requests a free port from a listener; it cannot be dialled. */
    private List<Endpoint> advertised() {
        for (Endpoint endpoint : advertise) {
            if (endpoint.port() == 0) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Invalid value for option '--advertise': expected the port to dial, got " + endpoint);
            }
        }
        return advertise;
    }

    /** {@return whether there is a node to join} */
    boolean joins(Terminal terminal) {
        return !join.endpoints(terminal).isEmpty();
    }

    private String nameOrDefault() {
        if (name == null) {
            return spec.name() + "-" + ProcessHandle.current().pid();
        }
        if (name.isBlank() || name.length() > 256 || name.chars().anyMatch(Character::isISOControl)) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--name': expected 1 to 256 printable characters");
        }
        return name;
    }

    private SessionConfig session() {
        if (resumeTimeoutSeconds == null) {
            return SessionConfig.DEFAULT;
        }
        if (resumeTimeoutSeconds < 0 || resumeTimeoutSeconds > 3600) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--resume-timeout': expected 0 to 3600 seconds, got "
                            + resumeTimeoutSeconds);
        }
        return SessionConfig.DEFAULT.resumeTimeout(Duration.ofSeconds(resumeTimeoutSeconds));
    }
}
