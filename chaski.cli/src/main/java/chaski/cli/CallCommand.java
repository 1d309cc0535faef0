package chaski.cli;

import chaski.api.remote.RemoteObject;
import chaski.api.remote.ServiceDescription;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chaski call}: calls a method of an exported object. */
@Command(
        name = "call",
        description =
                "Calls a method of an object that another node exports, and prints the result; of a stream, each item in a"
                        + " line.")
final class CallCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--describe", description = "Lists what can be called, read and written instead.")
    private boolean describe;

    @Parameters(index = "1", arity = "0..1", paramLabel = "METHOD", description = "The method.")
    private @Nullable String method;

    @Parameters(
            index = "2..*",
            paramLabel = "JSON",
            description = "The arguments. Of overloads with as many parameters the one is called that fits best, whole"
                    + " numbers before decimal ones.")
    private List<String> arguments = List.of();

    CallCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String name = method;
        if (!describe && name == null) {
            throw new ParameterException(spec.commandLine(), "Missing METHOD, or --describe");
        }
        LineWriter lines = new LineWriter(terminal.out());
        service.use(terminal, (object, values) -> {
            if (describe || name == null) {
                describe(object, values, lines);
            } else {
                @Nullable
                Object[] parsed = arguments.stream().map(values::parse).toArray();
                print(object.call(name, parsed), values, lines);
            }
        });
        return ExitStatus.OK;
    }

    private void print(@Nullable Object result, JsonValues values, LineWriter lines) {
        if (result instanceof Flow.Publisher<?> publisher) {
            ItemSubscriber.each(publisher, item -> lines.lineNow(values.line("item", item, output.json())));
        } else {
            lines.lineNow(values.line("result", result, output.json()));
        }
    }

    private void describe(RemoteObject object, JsonValues values, LineWriter lines) {
        ServiceDescription description = object.describe();
        if (output.json()) {
            lines.lineNow(values.print(description));
        } else {
            description.methods().forEach(m -> lines.lineNow(m.toString()));
            description.attributes().forEach(a -> lines.lineNow(a.toString()));
        }
    }
}
