package chaski.cli;

import chaski.api.remote.Remote;
import java.io.Closeable;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chaski serve}: exports objects until a signal. */
@Command(
        name = "serve",
        description = "Exports objects until a signal ends it. Prints one line first:"
                + " READY name=N id=UUID endpoints=URI,URI.")
final class ServeCommand implements Callable<Integer> {

    /** Interfaces that say nothing of what a class is for. */
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
                    "A name and a public class on the class path with a public constructor without parameters. Its"
                            + " first own interface is exported, or its public methods when it has none.")
    private List<String> services = List.of();

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Map<String, Object> objects = new LinkedHashMap<>();
        for (String service : services) {
            int sign = service.indexOf('=');
            if (sign < 1 || sign == service.length() - 1) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Invalid value for 'NAME=CLASS': expected such as calc=chaski.examples.Calculator," + " got '"
                                + service + "'");
            }
            objects.put(service.substring(0, sign), made(service.substring(sign + 1)));
        }
        try (CommandNode node = options.start(terminal)) {
            Remote remote = node.node().service(Remote.class);
            objects.forEach((name, object) -> export(remote, name, object));
            Ready.announce(terminal, node.node(), output.json());
            terminal.stop().await();
        }
        return ExitStatus.OK;
    }

    /** What is exported is withdrawn with the node. */
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

    private static Object made(String name) {
        try {
            Class<?> type = Class.forName(name);
            if (!Modifier.isPublic(type.getModifiers()) || type.isInterface()) {
                throw new CommandFailure("expected a public class, got " + name);
            }
            return type.getConstructor().newInstance();
        } catch (ClassNotFoundException | LinkageError e) {
            throw new CommandFailure("there is no class " + name + " on the class path");
        } catch (InvocationTargetException e) {
            throw new CommandFailure(
                    "the constructor of " + name + " failed: " + OneLine.of(String.valueOf(e.getCause())));
        } catch (ReflectiveOperationException e) {
            throw new CommandFailure("expected a class with a public constructor without parameters, got " + name);
        }
    }
}
