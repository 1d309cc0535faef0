package chaski.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chaski set}: writes an attribute of an exported object. */
@Command(name = "set", description = "Writes an attribute of an object that another node exports. Prints nothing.")
final class SetCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Parameters(index = "1", paramLabel = "ATTRIBUTE", description = "The attribute.")
    private String attribute = "";

    @Parameters(index = "2", paramLabel = "JSON", description = "Its new value.")
    private String value = "";

    SetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        service.use(terminal, (object, values) -> object.set(attribute, values.parse(value)));
        return ExitStatus.OK;
    }
}
