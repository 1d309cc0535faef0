package chaski.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code chaski ca}: a certificate authority for networks that have none. */
@Command(
        name = "ca",
        description = "Manages a certificate authority: issues, revokes and lists identities.",
        footer = {
            "",
            "The authority's key is encrypted if there is a passphrase, else only its owner can read it.",
            "Keep the directory off the machines that run nodes: with its key, any identity can be issued."
        })
final class CaCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing sub-command");
    }
}
