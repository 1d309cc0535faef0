package chaski.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A local Maven repository for one test: links to what this build has downloaded, and its results as if installed. */
final class LocalRepository implements AutoCloseable {

    /** The version of this build. */
    static final String VERSION = System.getProperty("chaski.version");

    private static final List<String> GROUP = List.of("io", "github", "chaski-java");

    private final Path folder;

    private LocalRepository(Path folder) {
        this.folder = folder;
    }

    /** Creates one in a folder that does not exist. */
    static LocalRepository of(Path folder) throws IOException {
        LocalRepository repository = new LocalRepository(folder);
        repository.fill();
        return repository;
    }

    Path folder() {
        return folder;
    }

    private void fill() throws IOException {
        link(Path.of(System.getProperty("maven.localRepository")), folder, GROUP);
        install(Built.ROOT.resolve("pom.xml"), "chaski");
        install(Built.ROOT.resolve("chaski.bom").resolve("pom.xml"), "chaski.bom");
        for (Path jar : Built.ownJars()) {
            String artifact = jar.getFileName().toString().replace(".jar", "");
            Path target = install(Built.ROOT.resolve(artifact).resolve("pom.xml"), artifact);
            Files.copy(jar, target.resolve(artifact + "-" + VERSION + ".jar"));
        }
    }

    /** Links the contents of a folder, except the excluded path. */
    private static void link(Path from, Path to, List<String> leftOut) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> downloaded = Files.list(from)) {
            for (Path group : downloaded.toList()) {
                Path target = to.resolve(group.getFileName());
                if (!group.getFileName().toString().equals(leftOut.get(0))) {
                    Files.createSymbolicLink(target, group);
                } else if (leftOut.size() > 1) {
                    link(group, target, leftOut.subList(1, leftOut.size()));
                }
            }
        }
    }

    private Path install(Path pom, String artifact) throws IOException {
        Path target = Files.createDirectories(
                folder.resolve(String.join("/", GROUP)).resolve(artifact).resolve(VERSION));
        Files.copy(pom, target.resolve(artifact + "-" + VERSION + ".pom"));
        return target;
    }

    /** Removes the links, so that deleting the folder does not follow them. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }
}
