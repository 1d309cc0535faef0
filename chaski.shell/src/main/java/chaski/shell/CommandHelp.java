package chaski.shell;

import java.io.PrintStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.jspecify.annotations.Nullable;

/** The help of a command, from the annotations that Gogo's own {@code help} reads too. */
final class CommandHelp {

    /** What the option {@code --help} does. */
    static final String HELP = "Prints this text.";

    /** What the option {@code --node} does. */
    static final String NODE = "A node of this framework, by its name, id or PID; default: all, or the only one.";

    private static final String INDENT = "  ";

    private final String name;
    private final Method method;

    private CommandHelp(String name, Method method) {
        this.name = name;
        this.method = method;
    }

    /**
     * Finds the method of a command.
     *
     * @param component its component
     * @param name its name
     * @return its help
     */
    static CommandHelp of(Class<?> component, String name) {
        return Stream.of(component.getMethods())
                .filter(method -> method.getName().equals(name) && method.isAnnotationPresent(Descriptor.class))
                .findFirst()
                .map(method -> new CommandHelp(name, method))
                .orElseThrow(() -> new IllegalArgumentException("no command " + name));
    }

    /** {@return the names of all options, each with its dashes} */
    List<String> options() {
        List<String> names = new ArrayList<>();
        for (java.lang.reflect.Parameter parameter : method.getParameters()) {
            Parameter option = parameter.getAnnotation(Parameter.class);
            if (option != null) {
                names.addAll(List.of(option.names()));
            }
        }
        return names;
    }

    void print(PrintStream out) {
        List<List<String>> options = new ArrayList<>();
        String arguments = "";
        for (java.lang.reflect.Parameter parameter : method.getParameters()) {
            Parameter option = parameter.getAnnotation(Parameter.class);
            if (option != null) {
                options.add(List.of(line(option), text(parameter)));
            } else if (parameter.getType() == String[].class) {
                arguments = text(parameter);
            }
        }
        out.println("chaski:" + name + " [OPTIONS]" + (arguments.isEmpty() ? "" : " " + arguments));
        out.println(INDENT + text(method));
        int width = options.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
        options.forEach(row ->
                out.println(INDENT + row.get(0) + " ".repeat(width - row.get(0).length()) + INDENT + row.get(1)));
    }

    private static String line(Parameter option) {
        boolean flag = !option.presentValue().equals(Parameter.UNSPECIFIED);
        return String.join(", ", option.names()) + (flag ? "" : " VALUE");
    }

    private static String text(AnnotatedElement element) {
        @Nullable Annotation found = element.getAnnotation(Descriptor.class);
        return found instanceof Descriptor descriptor ? descriptor.value() : "";
    }
}
