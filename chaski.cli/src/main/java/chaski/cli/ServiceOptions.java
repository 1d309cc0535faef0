package chaski.cli;

import chaski.api.ChaskiException;
import chaski.api.Endpoint;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Exported;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that select the object and node that a command uses, and the time it waits. */
final class ServiceOptions {

    /** A newly connected node announces its exports immediately. */
    private static final Duration ANNOUNCEMENT = Duration.ofSeconds(3);

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private JoinOptions join = new JoinOptions();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long the call may take, 1 to 600. Default: 10.")
    private int timeoutSeconds = 10;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The name under which it is exported.")
    private String service = "";

    /** An action on a remote object. */
    @FunctionalInterface
    interface Use {
        void accept(RemoteObject object, JsonValues values);
    }

    /** Connects to the joined nodes, finds the service, and runs the action. */
    void use(Terminal terminal, Use use) {
        if (timeoutSeconds < 1 || timeoutSeconds > 600) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--timeout': expected 1 to 600 seconds, got " + timeoutSeconds);
        }
        List<Endpoint> endpoints = join.endpoints(terminal);
        if (endpoints.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "No node to ask: expected --join URI, or CHASKI_JOIN in the environment");
        }
        try (ObserverNode observer = ObserverNode.start(spec.name(), join.security(terminal), terminal)) {
            observer.reachAny(endpoints);
            Remote remote = observer.node().service(Remote.class);
            if (!remote.awaitExporters(service, 1, ANNOUNCEMENT)) {
                throw new CommandFailure(notExported(remote.exports()));
            }
            CallOptions options = CallOptions.DEFAULT.deadline(Duration.ofSeconds(timeoutSeconds));
            use(remote.object(service, options), new JsonValues(observer.node()), use);
        }
    }

    /** Exceptions other than Chaski's are thrown by the method, and are not errors of this program. */
    private static void use(RemoteObject object, JsonValues values, Use use) {
        try {
            use.accept(object, values);
        } catch (ChaskiException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CommandFailure("the method threw " + SingleLine.of(e.toString()));
        }
    }

    private String notExported(List<Exported> exports) {
        String names = exports.stream().map(Exported::name).distinct().collect(Collectors.joining(", "));
        return "no joined node exports '" + service + "'; "
                + (names.isEmpty() ? "they export nothing" : "they export " + names);
    }
}
