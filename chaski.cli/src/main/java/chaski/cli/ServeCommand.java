package chaski.cli;

import chaski.api.remote.Remote;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chaski serve}: exports objects until a signal. */
@Command(
        name = "serve",
        description = "Exports objects until a signal ends it. Prints one line first:"
                + " READY name=N id=UUID endpoints=URI,URI.")
final class ServeCommand implements Callable<Integer> {

    /** Interfaces that do not describe what a class does. */
    private static final Set<Class<?>> SIDE_MATTERS =
            Set.of(Serializable.class, Cloneable.class, Closeable.class, AutoCloseable.class, Comparable.class);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME=CLASS",
            description =
                    "A name and a public class with a public constructor without parameters, on the class path or on"
                            + " that of --classpath. Its first own interface is exported, or its public methods when it has"
                            + " none.")
    private List<String> services = List.of();

    @Option(
            names = "--classpath",
            paramLabel = "JAR:DIR",
            description = "Where the classes are: jars and folders of classes, separated as on the class path of Java;"
                    + " DIR/* means all jars of a folder. Default: only the classes shipped with the command.")
    private @Nullable String classPath;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (ServedClasses classes = ServedClasses.on(classPath)) {
            Map<String, Object> objects = new LinkedHashMap<>();
            for (String service : services) {
                int sign = service.indexOf('=');
                if (sign < 1 || sign == service.length() - 1) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "Invalid value for 'NAME=CLASS': expected such as calc=chaski.examples.Calculator, got '"
                                    + service + "'");
                }
                objects.put(service.substring(0, sign), classes.instance(service.substring(sign + 1)));
            }
            serve(objects);
        }
        return ExitStatus.OK;
    }

    private void serve(Map<String, Object> objects) {
        try (CommandNode node = options.start(terminal)) {
            Remote remote = node.node().service(Remote.class);
            objects.forEach((name, object) -> export(remote, name, object));
            ReadyLine.announce(terminal, node.node(), output.json());
            terminal.stop().await();
        }
    }

    /** Exports are withdrawn with the node. */
    @SuppressWarnings({"resource", "unchecked"})
    private static void export(Remote remote, String name, Object object) {
        Class<?> type = object.getClass();
        for (Class<?> own : object.getClass().getInterfaces()) {
            if (!SIDE_MATTERS.contains(own)) {
                type = own;
                break;
            }
        }
        remote.export(name, (Class<Object>) type, object);
    }
}
