package chaski.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The container image, unpacked by other people's tools and run by bubblewrap, as an engine would run it. */
final class UnpackedImage {

    private static final Path TAR = Built.ROOT.resolve(Path.of("chaski.image", "target", "chaski-image.tar"));

    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Path root;
    private final String configuration;

    private UnpackedImage(Path root, String configuration) {
        this.root = root;
        this.configuration = configuration;
    }

    /** {@return why images cannot be unpacked and run here, or nothing if they can} */
    static Optional<String> unavailable() {
        if (!Files.exists(TAR)) {
            return Optional.of("no image: Maven's profile \"image\" was not active");
        }
        return Stream.of("skopeo", "umoci", "bwrap")
                .filter(program -> !isInstalled(program))
                .map(program -> program + " is not installed")
                .findFirst();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Unpacks the image below a folder. */
    static UnpackedImage unpack(Path work) throws IOException, InterruptedException {
        run(work, "skopeo", "--insecure-policy", "copy", "docker-archive:" + TAR, "oci:layout:chaski");
        run(work, "umoci", "unpack", "--rootless", "--image", "layout:chaski", "bundle");
        Path bundle = work.resolve("bundle");
        return new UnpackedImage(bundle.resolve("rootfs"), Files.readString(bundle.resolve("config.json")));
    }

    private static void run(Path work, String... command) throws IOException, InterruptedException {
        JavaProcess.Result result = JavaProcess.command(work, List.of(command));
        if (result.status() != 0) {
            throw new IOException(String.join(" ", command) + ": " + result.out() + result.err());
        }
    }

    /** {@return the root file system} */
    Path root() {
        return root;
    }

    /** {@return the entry point, followed by the arguments that the image has by default} */
    List<String> arguments() {
        return strings(configuration, "\"args\"");
    }

    /** {@return the environment, as {@code NAME=value}} */
    List<String> environment() {
        return strings(configuration, "\"env\"");
    }

    /** {@return the numeric id of the user} */
    String user() {
        Matcher matcher = Pattern.compile("\"uid\"\\s*:\\s*(\\d+)").matcher(configuration);
        return matcher.find() ? matcher.group(1) : "0";
    }

    /**
     * {@return a command that runs another one in the image: as the image's user, who has no right on this machine, with a
     * root that cannot be written to, and with the network of this machine}
     *
     * @param command what to run, beginning with a path in the image
     */
    List<String> inside(List<String> command) {
        return inside(List.of(), command);
    }

    /** {@return a command that runs another one likewise, with a folder {@code /tmp} in memory that it can write to} */
    List<String> insideWithTemporaryFiles(List<String> command) {
        return inside(List.of("--tmpfs", "/tmp"), command);
    }

    private List<String> inside(List<String> mounts, List<String> command) {
        List<String> line = new ArrayList<>(List.of(
                "bwrap", "--ro-bind", root.toString(), "/", "--proc", "/proc", "--dev", "/dev", "--unshare-user"));
        line.addAll(mounts);
        line.addAll(List.of("--uid", user(), "--gid", user(), "--unshare-pid", "--unshare-ipc", "--unshare-uts"));
        line.addAll(List.of("--cap-drop", "ALL", "--die-with-parent", "--chdir", "/", "--clearenv"));
        for (String variable : environment()) {
            String[] parts = variable.split("=", 2);
            line.addAll(List.of("--setenv", parts[0], parts[1]));
        }
        line.addAll(command);
        return line;
    }

    /**
     * {@return the strings of the first list after a text}
     *
     * @param text JSON, or what contains a list like JSON's
     * @param key the text
     */
    static List<String> strings(String text, String key) {
        int start = text.indexOf('[', text.indexOf(key));
        return STRING.matcher(text.substring(start, text.indexOf(']', start)))
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
