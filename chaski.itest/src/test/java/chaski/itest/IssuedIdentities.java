package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Identities for a closed network, issued by the command that is shipped. */
final class IssuedIdentities {

    private static final String COMMAND =
            Built.DISTRIBUTION.resolve("lib").resolve("*").toString();

    private final Path folder;

    private IssuedIdentities(Path folder) {
        this.folder = folder;
    }

    /**
     * Issues identities.
     *
     * @param folder an empty folder for their files
     * @param names of the identities
     */
    static IssuedIdentities of(Path folder, String... names) throws IOException, InterruptedException {
        IssuedIdentities issued = new IssuedIdentities(folder);
        issued.ca("init", "--domain", "example.org");
        for (String name : names) {
            issued.ca("issue", name, "--out", issued.files(name).toString());
        }
        return issued;
    }

    /** {@return the folder of an identity, as {@code security.identity} has it} */
    Path files(String name) {
        return folder.resolve(name);
    }

    private void ca(String subcommand, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-cp",
                COMMAND,
                "chaski.cli.Main",
                "ca",
                subcommand,
                "--ca",
                folder.resolve("ca").toString()));
        arguments.addAll(List.of(options));
        JavaProcess.Result result = JavaProcess.run(folder, arguments);
        assertThat(result.status()).as(result.err()).isZero();
    }
}
