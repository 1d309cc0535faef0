package chaski.shell;

import chaski.api.ChaskiException;
import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.RemoteObject;
import java.time.Duration;
import java.util.function.BiFunction;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands that use the objects of other nodes. */
@Component(
        service = CallCommands.class,
        property = {
            "osgi.command.scope=chaski",
            "osgi.command.function=call",
            "osgi.command.function=get",
            "osgi.command.function=set"
        })
public final class CallCommands {

    private static final String TIMEOUT = "How long the call may take, in seconds, 1 to 600; default: 10.";

    private final LocalNodes nodes;

    /**
     * Called by the component runtime.
     *
     * @param nodes the nodes of this framework
     */
    @Activate
    public CallCommands(@Reference LocalNodes nodes) {
        this.nodes = nodes;
    }

    /**
     * Calls a method.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node through which local node
     * @param timeout in seconds
     * @param arguments the name, the method, and its arguments
     */
    @Descriptor("Calls a method of an exported object. Arguments are JSON; what is not JSON is a text.")
    public void call(
            CommandSession session,
            @Descriptor(CommandHelp.HELP)
                    @Parameter(
                            names = {"-h", "--help"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean help,
            @Descriptor(CommandHelp.NODE)
                    @Parameter(
                            names = {"-n", "--node"},
                            absentValue = "")
                    String node,
            @Descriptor(TIMEOUT)
                    @Parameter(
                            names = {"-t", "--timeout"},
                            absentValue = "10")
                    String timeout,
            @Descriptor("NAME METHOD [ARGUMENT...]") String[] arguments) {
        CommandCall.begin(this, "call", session, help, arguments, 2, Integer.MAX_VALUE)
                .ifPresent(call -> use(call, node, timeout, (object, values) -> {
                    @Nullable
                    Object[] parsed =
                            call.argumentsFrom(2).stream().map(values::parse).toArray();
                    return values.print(object.call(call.argument(1), parsed));
                }));
    }

    /**
     * Reads an attribute.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node through which local node
     * @param timeout in seconds
     * @param arguments the name and the attribute
     */
    @Descriptor("Reads an attribute of an exported object.")
    public void get(
            CommandSession session,
            @Descriptor(CommandHelp.HELP)
                    @Parameter(
                            names = {"-h", "--help"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean help,
            @Descriptor(CommandHelp.NODE)
                    @Parameter(
                            names = {"-n", "--node"},
                            absentValue = "")
                    String node,
            @Descriptor(TIMEOUT)
                    @Parameter(
                            names = {"-t", "--timeout"},
                            absentValue = "10")
                    String timeout,
            @Descriptor("NAME ATTRIBUTE") String[] arguments) {
        CommandCall.begin(this, "get", session, help, arguments, 2, 2)
                .ifPresent(call ->
                        use(call, node, timeout, (object, values) -> values.print(object.get(call.argument(1)))));
    }

    /**
     * Writes an attribute.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node through which local node
     * @param timeout in seconds
     * @param arguments the name, the attribute and its value
     */
    @Descriptor("Writes an attribute of an exported object. The value is JSON; what is not JSON is a text.")
    public void set(
            CommandSession session,
            @Descriptor(CommandHelp.HELP)
                    @Parameter(
                            names = {"-h", "--help"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean help,
            @Descriptor(CommandHelp.NODE)
                    @Parameter(
                            names = {"-n", "--node"},
                            absentValue = "")
                    String node,
            @Descriptor(TIMEOUT)
                    @Parameter(
                            names = {"-t", "--timeout"},
                            absentValue = "10")
                    String timeout,
            @Descriptor("NAME ATTRIBUTE VALUE") String[] arguments) {
        CommandCall.begin(this, "set", session, help, arguments, 3, 3)
                .ifPresent(call -> use(call, node, timeout, (object, values) -> {
                    object.set(call.argument(1), values.parse(call.argument(2)));
                    return call.argument(1) + " is set";
                }));
    }

    private void use(
            CommandCall call, String selected, String timeout, BiFunction<RemoteObject, ShellValues, String> use) {
        Duration deadline = Duration.ofSeconds(call.number("--timeout", timeout, 1, 600));
        Node node = nodes.one(selected);
        ShellValues values = new ShellValues(node);
        RemoteObject object = RemoteObjects.find(node, call.argument(0), CallOptions.DEFAULT.deadline(deadline));
        try {
            call.print(use.apply(object, values));
        } catch (ChaskiException e) {
            throw e;
        } catch (RuntimeException e) {
            // thrown by the method, and not an error of the shell
            throw new ShellException("the method threw " + ShellText.line(e.toString()));
        }
    }
}
