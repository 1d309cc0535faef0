package chaski.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A local repository of Maven's for one test: what this build has downloaded, by links, and what it has built, as if installed. */
final class LocalRepository implements AutoCloseable {

    /** The version of this build. */
    static final String VERSION = System.getProperty("chaski.version");

    private static final String GROUP = "chaski";

    private final Path folder;

    private LocalRepository(Path folder) {
        this.folder = folder;
    }

    /** Makes one in a folder that does not exist. */
    static LocalRepository of(Path folder) throws IOException {
        LocalRepository repository = new LocalRepository(folder);
        repository.fill();
        return repository;
    }

    Path folder() {
        return folder;
    }

    private void fill() throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> downloaded = Files.list(Path.of(System.getProperty("maven.localRepository")))) {
            for (Path group : downloaded.toList()) {
                if (!group.getFileName().toString().equals(GROUP)) {
                    Files.createSymbolicLink(folder.resolve(group.getFileName()), group);
                }
            }
        }
        install(Built.ROOT.resolve("pom.xml"), GROUP);
        install(Built.ROOT.resolve("chaski.bom").resolve("pom.xml"), "chaski.bom");
        for (Path jar : Built.ownJars()) {
            String artifact = jar.getFileName().toString().replace(".jar", "");
            Path target = install(Built.ROOT.resolve(artifact).resolve("pom.xml"), artifact);
            Files.copy(jar, target.resolve(artifact + "-" + VERSION + ".jar"));
        }
    }

    private Path install(Path pom, String artifact) throws IOException {
        Path target =
                Files.createDirectories(folder.resolve(GROUP).resolve(artifact).resolve(VERSION));
        Files.copy(pom, target.resolve(artifact + "-" + VERSION + ".pom"));
        return target;
    }

    /** Removes the links, so that deleting the folder does not follow them. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> groups = Files.list(folder)) {
            for (Path link : groups.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }
}
