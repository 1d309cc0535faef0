import aQute.bnd.build.Workspace;
import aQute.bnd.repository.fileset.FileSetRepository;
import biz.aQute.resolve.Bndrun;
import biz.aQute.resolve.ResolveProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.resolver.ResolutionException;

/** Resolves a bndrun file against the jars of some folders, as bnd's own tools do, and prints the bundles that are to run. */
public final class Resolve {

    private Resolve() {}

    /** The arguments are the bndrun file and the folders. */
    public static void main(String[] args) throws Exception {
        try (Bndrun run = Bndrun.createBndrun(null, new File(args[0]))) {
            Workspace workspace = run.getWorkspace();
            workspace.setOffline(true);
            workspace.addBasicPlugin(new FileSetRepository("jars", jars(Arrays.asList(args).subList(1, args.length))));
            System.out.println(run.resolve(false, false));
            if (!run.isOk()) {
                throw new IllegalStateException(run.getErrors().toString());
            }
        } catch (ResolutionException e) {
            System.err.println(ResolveProcess.format(e, true));
            System.exit(1);
        }
        System.exit(0); // bnd's threads do not end with its work
    }

    private static List<File> jars(List<String> folders) throws IOException {
        List<File> jars = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".jar"))
                        .map(Path::toFile)
                        .forEach(jars::add);
            }
        }
        return jars;
    }
}
