package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaCommandTest {

    @TempDir
    Path directory;

    private MemoryTerminal last = new MemoryTerminal();

    private int run(String... args) {
        return run(Map.of(), args);
    }

    private int run(Map<String, String> environment, String... args) {
        last = new MemoryTerminal(environment, new ByteArrayInputStream(new byte[0]));
        return last.run(args);
    }

    private String ca() {
        return directory.resolve("ca").toString();
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void anIdentityIsIssuedListedAndRevoked() {
        assertThat(run("ca", "init", "--ca", ca(), "--domain", "example.org")).isEqualTo(ExitStatus.OK);
        assertThat(last.out()).contains("created the authority of example.org").contains("not encrypted");

        assertThat(run("ca", "issue", "plant/ingest", "--ca", ca(), "--out", path("ingest"), "--days", "7"))
                .isEqualTo(ExitStatus.OK);
        assertThat(last.out()).startsWith("issued spiffe://example.org/plant/ingest in ");
        assertThat(directory.resolve("ingest").resolve("cert.pem")).exists();

        assertThat(run("ca", "list", "--ca", ca(), "--json")).isEqualTo(ExitStatus.OK);
        assertThat(last.outLines())
                .singleElement()
                .asString()
                .contains("\"state\":\"valid\"")
                .contains("\"identity\":\"spiffe://example.org/plant/ingest\"");

        assertThat(run("ca", "revoke", "spiffe://example.org/plant/ingest", "--ca", ca()))
                .isEqualTo(ExitStatus.OK);
        assertThat(last.outLines().get(0)).isEqualTo("revoked certificates of spiffe://example.org/plant/ingest: 1");
        assertThat(run("ca", "revoke", "plant/ingest", "--ca", ca())).isEqualTo(ExitStatus.FAILURE);
        assertThat(last.errLines()).singleElement().asString().contains("has no valid certificate");
        run("ca", "list", "--ca", ca());
        assertThat(last.out()).contains(" revoked ");
    }

    @Test
    void anExistingIdentityIsReplacedOnlyOnRequest() throws IOException {
        run("ca", "init", "--ca", ca(), "--domain", "example.org");
        run("ca", "issue", "a", "--ca", ca(), "--out", path("a"));
        String before = Files.readString(directory.resolve("a").resolve("key.pem"));

        assertThat(run("ca", "issue", "a", "--ca", ca(), "--out", path("a"))).isEqualTo(ExitStatus.FAILURE);
        assertThat(last.errLines()).singleElement().asString().contains("--renew");
        assertThat(Files.readString(directory.resolve("a").resolve("key.pem"))).isEqualTo(before);

        assertThat(run("ca", "issue", "b/a", "--ca", ca(), "--out", path("a"), "--renew"))
                .isEqualTo(ExitStatus.FAILURE);
        assertThat(last.errLines())
                .singleElement()
                .asString()
                .contains("there is the identity spiffe://example.org/a in")
                .contains("--out");
        assertThat(Files.readString(directory.resolve("a").resolve("key.pem"))).isEqualTo(before);

        assertThat(run("ca", "issue", "a", "--ca", ca(), "--out", path("a"), "--renew"))
                .isEqualTo(ExitStatus.OK);
        assertThat(Files.readString(directory.resolve("a").resolve("key.pem"))).isNotEqualTo(before);
    }

    @Test
    void aPassphraseIsNeededWhereThereIsOne() throws IOException {
        Map<String, String> environment = Map.of("CHASKI_CA_PASSPHRASE", "open sesame");
        assertThat(run(environment, "ca", "init", "--ca", ca(), "--domain", "example.org"))
                .isEqualTo(ExitStatus.OK);
        assertThat(last.out()).contains("its key is encrypted").doesNotContain("sesame");

        assertThat(run("ca", "issue", "a", "--ca", ca(), "--out", path("a"))).isEqualTo(ExitStatus.FAILURE);
        assertThat(last.errLines()).singleElement().asString().contains("the passphrase is needed");
        Path file = Files.writeString(directory.resolve("passphrase"), "open sesame\n");
        assertThat(run("ca", "issue", "a", "--ca", ca(), "--out", path("a"), "--passphrase-file", file.toString()))
                .isEqualTo(ExitStatus.OK);
    }

    @Test
    void mistakesAreReportedInOneLine() {
        assertThat(run("ca", "list", "--ca", path("none"))).isEqualTo(ExitStatus.FAILURE);
        assertThat(last.errLines()).singleElement().asString().contains("there is no authority in");
        assertThat(run("ca", "init", "--ca", ca(), "--domain", "Example Org")).isEqualTo(ExitStatus.FAILURE);
        assertThat(last.errLines()).singleElement().asString().contains("expected a trust domain");
        assertThat(run("ca", "init", "--ca", ca())).isEqualTo(ExitStatus.USAGE);
        assertThat(run("ca")).isEqualTo(ExitStatus.USAGE);
        run("ca", "init", "--ca", ca(), "--domain", "example.org");
        assertThat(run("ca", "init", "--ca", ca(), "--domain", "example.org")).isEqualTo(ExitStatus.FAILURE);
        assertThat(last.errLines()).singleElement().asString().contains("already");
        assertThat(run("ca", "issue", "../escape", "--ca", ca())).isEqualTo(ExitStatus.FAILURE);
        assertThat(last.errLines()).singleElement().asString().contains("expected a path");
        assertThat(run("ca", "issue", "spiffe://other.org/a", "--ca", ca(), "--out", path("a")))
                .isEqualTo(ExitStatus.FAILURE);
        assertThat(last.errLines()).singleElement().asString().contains("expected an identity of example.org");
        assertThat(run("ca", "issue", "a", "--ca", ca(), "--days", "0")).isEqualTo(ExitStatus.USAGE);
    }
}
