package chaski.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line of a child JVM: the same Java, class path or module path as this one, and the same heap and
 * collector for every contender.
 *
 * @param extra options of the user, after ours
 * @param processors the argument of {@code taskset -c}; empty for all processors
 * @param recordings where flight recordings are written; empty for none
 */
record JvmCommand(List<String> extra, Optional<String> processors, Optional<Path> recordings) {

    /** The same for all, and so large that no contender spends much time on garbage collection. */
    static final List<String> HEAP = List.of("-XX:+UseG1GC", "-Xms1g", "-Xmx3g");

    /** From this version on native access and direct memory cause warnings unless they are allowed. */
    private static final int WARNING_VERSION = 24;

    JvmCommand {
        extra = List.copyOf(extra);
    }

    /**
     * Puts the command together.
     *
     * @param name of the recording, without extension
     * @param arguments for {@link ChildMain}
     */
    List<String> line(String name, List<String> arguments) {
        List<String> line = new ArrayList<>();
        processors.ifPresent(list -> line.addAll(List.of("taskset", "-c", list)));
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(HEAP);
        if (Runtime.version().feature() >= WARNING_VERSION) {
            line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        recording(name)
                .ifPresent(file -> line.addAll(List.of(
                        "-Xlog:jfr*=off", "-XX:StartFlightRecording=settings=profile,filename=" + file.toString())));
        line.addAll(extra);
        line.addAll(program());
        line.addAll(arguments);
        return line;
    }

    /** {@return the file of that recording after its process has ended} */
    Optional<Path> recording(String name) {
        return recordings.map(folder -> folder.resolve(name + ".jfr"));
    }

    private static List<String> program() {
        Module module = ChildMain.class.getModule();
        if (module.isNamed()) {
            return List.of(
                    "-p",
                    System.getProperty("jdk.module.path", ""),
                    "--add-modules",
                    "ALL-MODULE-PATH",
                    "-m",
                    module.getName() + "/" + ChildMain.class.getName());
        }
        return List.of("-cp", System.getProperty("java.class.path"), ChildMain.class.getName());
    }
}
