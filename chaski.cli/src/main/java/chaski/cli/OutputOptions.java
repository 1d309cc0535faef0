package chaski.cli;

import picocli.CommandLine.Option;

/** How a command writes its results. */
final class OutputOptions {

    @Option(names = "--json", description = "Prints one JSON object per line.")
    private boolean json;

    boolean json() {
        return json;
    }
}
