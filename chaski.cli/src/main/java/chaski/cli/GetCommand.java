package chaski.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chaski get}: reads an attribute of an exported object. */
@Command(name = "get", description = "Reads an attribute of an object that another node exports.")
final class GetCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(index = "1", paramLabel = "ATTRIBUTE", description = "The attribute.")
    private String attribute = "";

    GetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LineWriter lines = new LineWriter(terminal.out());
        service.use(
                terminal,
                (object, values) -> lines.lineNow(values.line("value", object.get(attribute), output.json())));
        return ExitStatus.OK;
    }
}
