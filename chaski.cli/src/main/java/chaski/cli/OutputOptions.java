package chaski.cli;

import picocli.CommandLine.Option;

/** The options for the output of a command. */
final class OutputOptions {

    @Option(names = "--json", description = "Prints one JSON object per line.")
    private boolean json;

    boolean json() {
        return json;
    }
}
