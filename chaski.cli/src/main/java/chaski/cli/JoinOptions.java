package chaski.cli;

import chaski.api.Endpoint;
import chaski.api.security.SecurityConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The nodes that a command joins, and what it proves to them. */
final class JoinOptions {

    private static final String VARIABLE = "CHASKI_JOIN";

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private SecurityOptions security = new SecurityOptions();

    @Option(
            names = "--join",
            paramLabel = "URI",
            description = "A node to reach, for example tcp://127.0.0.1:7601. May be repeated. Default: the"
                    + " environment variable CHASKI_JOIN, separated by commas.")
    private List<Endpoint> join = new ArrayList<>();

    /** {@return the endpoints to join, from the command line or otherwise from the environment} */
    List<Endpoint> endpoints(Terminal terminal) {
        if (!join.isEmpty()) {
            return List.copyOf(join);
        }
        List<Endpoint> all = new ArrayList<>();
        for (String text : terminal.environment().getOrDefault(VARIABLE, "").split(",", -1)) {
            if (!text.isBlank()) {
                all.add(parse(text.strip()));
            }
        }
        return all;
    }

    /** {@return what the node of the command proves, and whom it trusts} */
    SecurityConfig security(Terminal terminal) {
        return security.config(terminal);
    }

    private Endpoint parse(String text) {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "Invalid value in " + VARIABLE + ": " + e.getMessage());
        }
    }
}
