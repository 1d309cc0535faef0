package chaski.cli;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command on a Java that does not support it; scripts take the place of the JVMs. */
class WrongJavaIT {

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void makeAHomeForJava() throws Exception {
        home = folder.resolve("java");
        Files.createDirectories(home.resolve("bin"));
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_442, 8", "11.0.27, 11", "16, 16", "16.0.2-ea, 16"})
    void earlierJavaIsOneLineWithTheNeededAndTheFoundVersionAndARemedy(String version, String feature)
            throws Exception {
        java("echo must not be run; exit 3");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");

        assertRefused(feature);
    }

    @Test
    void javaThatHasNoReleaseFileIsAsked() throws Exception {
        java("echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

        assertRefused("11");
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "17.0.15", "25.0.3", "100-ea", "nonsense"})
    void laterOrUnknownJavaIsTried(String version) throws Exception {
        java("echo tried");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");

        try (ChaskiProcess chaski = start()) {
            assertThat(chaski.status()).isEqualTo(ExitStatus.OK);
            assertThat(chaski.out()).isEqualTo("tried\n");
        }
    }

    private void assertRefused(String feature) throws Exception {
        try (ChaskiProcess chaski = start()) {
            assertThat(chaski.status()).isEqualTo(ExitStatus.FAILURE);
            assertThat(chaski.out()).isEmpty();
            assertThat(chaski.errLines())
                    .containsExactly("chaski: Java 17 or later is needed, and " + home.resolve("bin/java") + " is Java "
                            + feature + ": set JAVA_HOME to a later one");
        }
    }

    private ChaskiProcess start() throws Exception {
        return ChaskiProcess.shell(folder, "JAVA_HOME='" + home + "' exec \"$CHASKI\" --help");
    }

    private void java(String script) throws Exception {
        Path java = home.resolve("bin/java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(java, fromString("rwxr-xr-x"));
    }
}
