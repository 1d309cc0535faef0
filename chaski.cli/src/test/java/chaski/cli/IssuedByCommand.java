package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Identities that the command issued, in a folder. */
final class IssuedByCommand {

    private final Path folder;

    private IssuedByCommand(Path folder) {
        this.folder = folder;
    }

    /** Creates an authority, and identities. */
    static IssuedByCommand of(Path folder, String... names) throws Exception {
        IssuedByCommand issued = new IssuedByCommand(folder);
        issued.ca("init", "--domain", "example.org");
        for (String name : names) {
            issued.ca("issue", name, "--out", issued.identity(name));
        }
        return issued;
    }

    /** Runs a command of the authority. */
    void ca(String subcommand, String... options) throws Exception {
        List<String> line = new ArrayList<>(List.of("ca", subcommand, "--ca", identity("ca")));
        line.addAll(List.of(options));
        try (ChaskiProcess command = ChaskiProcess.start(folder, line.toArray(String[]::new))) {
            assertThat(command.status()).as("%s", command.errLines()).isEqualTo(ExitStatus.OK);
        }
    }

    /** {@return the directory of an identity} */
    String identity(String name) {
        return folder.resolve(name).toString();
    }
}
