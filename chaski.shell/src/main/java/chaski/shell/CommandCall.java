package chaski.shell;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;

/**
 * One call of a command: its arguments, and where its output goes. Confined to the thread of the command.
 *
 * <p>Gogo matches options by their exact names and passes everything else as arguments, so an option that it does not know is found
 * here.
 */
final class CommandCall {

    private static final int STDOUT = 1;

    private final String name;
    private final PrintStream out;
    private final boolean terminal;
    private final List<String> arguments;

    private CommandCall(String name, PrintStream out, boolean terminal, List<String> arguments) {
        this.name = name;
        this.out = out;
        this.terminal = terminal;
        this.arguments = arguments;
    }

    /**
     * Begins a call.
     *
     * @param component the component of the command
     * @param name its name
     * @param session the session of the shell
     * @param help true to print the help instead of executing the command
     * @param arguments what is no option
     * @param least how many arguments are needed
     * @param most how many arguments are allowed
     * @return the call; empty if the help was printed
     * @throws ShellException if the arguments are wrong
     */
    static Optional<CommandCall> begin(
            Object component,
            String name,
            CommandSession session,
            boolean help,
            String[] arguments,
            int least,
            int most) {
        CommandHelp described = CommandHelp.of(component.getClass(), name);
        @Nullable Process process = Process.Utils.current();
        PrintStream out = process == null ? session.getConsole() : process.out();
        if (help) {
            described.print(out);
            return Optional.empty();
        }
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                throw wrong(name, "unknown option '" + argument + "', expected one of " + described.options());
            }
        }
        if (arguments.length < least || arguments.length > most) {
            throw wrong(name, "expected " + count(least, most) + ", got " + List.of(arguments));
        }
        boolean terminal = process != null && process.isTty(STDOUT);
        return Optional.of(new CommandCall(name, out, terminal, List.of(arguments)));
    }

    private static String count(int least, int most) {
        if (most == 0) {
            return "no arguments";
        }
        String number = least == most ? Integer.toString(least) : least + " to " + most;
        return (most == Integer.MAX_VALUE ? "at least " + least : number) + " arguments";
    }

    private static ShellException wrong(String name, String problem) {
        return new ShellException(problem + "; see chaski:" + name + " --help");
    }

    String argument(int index) {
        return arguments.get(index);
    }

    /** {@return the argument, if there are so many} */
    Optional<String> optional(int index) {
        return index < arguments.size() ? Optional.of(arguments.get(index)) : Optional.empty();
    }

    List<String> argumentsFrom(int index) {
        return arguments.subList(index, arguments.size());
    }

    /**
     * Reads the value of an option.
     *
     * @param option its name
     * @param text its value
     * @param least the least
     * @param most the most
     * @return the number
     * @throws ShellException if it is none, or out of range
     */
    int number(String option, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below, as a number that is out of range
        }
        throw wrong(name, option + ": expected a number from " + least + " to " + most + ", got '" + text + "'");
    }

    void print(TextTable table) {
        table.print(out, terminal);
    }

    void print(String line) {
        out.println(line);
        out.flush();
    }
}
