package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BomTest {

    /** Programs and modules that only this build uses; no user depends on them. */
    private static final Pattern NOT_FOR_USERS = Pattern.compile("chaski\\.(cli|bench|examples.*)");

    private static final Pattern OWN_VERSION =
            Pattern.compile("<artifactId>chaski(?:\\.bom)?</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern MANAGED =
            Pattern.compile("<artifactId>(chaski\\.[^<]+)</artifactId>\\s*<version>\\$\\{project\\.version}</version>");

    private static final Pattern OWN_GROUP =
            Pattern.compile("<groupId>([^<]+)</groupId>\\s*<artifactId>chaski(?:\\.[^<]+)?</artifactId>");

    @Test
    void itHasTheVersionOfTheBuild() throws IOException {
        assertThat(first(OWN_VERSION, "chaski.bom/pom.xml")).isEqualTo(first(OWN_VERSION, "pom.xml"));
    }

    @Test
    void itHasEveryModuleThatUsersDependOn() throws IOException {
        List<String> managed = MANAGED.matcher(text("chaski.bom/pom.xml"))
                .results()
                .map(result -> result.group(1))
                .toList();

        assertThat(managed).containsExactlyInAnyOrderElementsOf(modules());
    }

    /** The group is repeated in every module and in what users copy; an outdated one would not be found. */
    @Test
    void allNameOneGroup() throws IOException {
        String group = first(OWN_GROUP, "pom.xml");

        for (String file : coordinates()) {
            assertThat(OWN_GROUP.matcher(text(file)).results().map(result -> result.group(1)))
                    .as(file)
                    .isNotEmpty()
                    .containsOnly(group);
        }
        assertThat(text("chaski.karaf/src/main/feature/features.xml").lines().filter(line -> line.contains("/chaski.")))
                .isNotEmpty()
                .allMatch(line -> line.contains("mvn:" + group + "/chaski."));
    }

    private static List<String> coordinates() throws IOException {
        try (Stream<Path> folders = Files.list(Built.ROOT)) {
            Stream<String> modules = folders.map(folder -> folder.getFileName() + "/pom.xml")
                    .filter(pom -> Files.exists(Built.ROOT.resolve(pom)));
            Stream<String> others =
                    Stream.of("pom.xml", "chaski.itest/src/test/outside/pom.xml", "README.md", "docs/JPMS.md");
            return Stream.concat(modules, others).toList();
        }
    }

    private static List<String> modules() throws IOException {
        try (Stream<Path> folders = Files.list(Built.ROOT)) {
            return folders.filter(folder -> Files.exists(folder.resolve("src/main/java/module-info.java")))
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !NOT_FOR_USERS.matcher(name).matches())
                    .toList();
        }
    }

    private static String first(Pattern pattern, String file) throws IOException {
        return pattern.matcher(text(file)).results().findFirst().orElseThrow().group(1);
    }

    private static String text(String file) throws IOException {
        return Files.readString(Built.ROOT.resolve(file));
    }
}
