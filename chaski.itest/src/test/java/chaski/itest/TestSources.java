package chaski.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sources of all modules, tests included, in which documents' names of tests are looked up. */
final class TestSources {

    private final List<Path> files = new ArrayList<>();

    TestSources() throws IOException {
        for (Path classes : Built.classes()) {
            Path module = classes.getParent().getParent();
            for (String kind : List.of("main", "test")) {
                add(module.resolve("src").resolve(kind).resolve("java"));
            }
        }
        add(Path.of("src", "test", "java").toAbsolutePath());
        add(Built.ROOT.resolve("chaski.fuzz").resolve("src").resolve("test").resolve("java"));
    }

    private void add(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        }
    }

    /**
     * Finds a class.
     *
     * @param name its name, with its package or without
     * @return its source; empty if there is none
     */
    String of(String name) throws IOException {
        String end = "/" + name.replace('.', '/') + ".java";
        for (Path file : files) {
            if (file.toString().endsWith(end)) {
                return Files.readString(file);
            }
        }
        return "";
    }
}
