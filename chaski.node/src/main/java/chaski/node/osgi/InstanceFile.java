package chaski.node.osgi;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.random.RandomGenerator;
import org.osgi.framework.BundleContext;

/**
 * The instance names of nodes whose configuration has none: the PID and a salt that was drawn once and is kept in the bundle's data
 * area. A node keeps its id over restarts, and two frameworks with the same configuration have different ones.
 */
final class InstanceFile {

    private static final System.Logger LOG = System.getLogger(InstanceFile.class.getName());
    private static final String NAME = "instances.properties";
    private static final int SALT_BYTES = 16;
    private static final int MAX_PID_CHARS = 80;

    private InstanceFile() {}

    /**
     * Returns the instance name of a node.
     *
     * @param context of the bundle that has the data area
     * @param pid of the node's configuration
     * @param random draws the salt if there is none yet
     * @return the name; empty if it could not be kept
     */
    static synchronized Optional<String> instance(BundleContext context, String pid, RandomGenerator random) {
        File file = context.getDataFile(NAME);
        if (file == null) {
            return Optional.empty(); // the framework has no storage
        }
        try {
            Properties salts = read(file);
            String salt = salts.getProperty(pid);
            if (salt == null) {
                salt = draw(random);
                salts.setProperty(pid, salt);
                write(salts, file);
            }
            return Optional.of(printable(pid) + "-" + salt);
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} gets another id at its next start: {1} cannot be read or written, {2}; set security.instance,"
                            + " or correct the file",
                    pid,
                    file,
                    e);
            return Optional.empty();
        }
    }

    private static Properties read(File file) throws IOException {
        Properties salts = new Properties();
        if (file.exists()) {
            try (Reader in = Files.newBufferedReader(file.toPath())) {
                salts.load(in);
            }
        }
        return salts;
    }

    private static void write(Properties salts, File file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file.toPath())) {
            salts.store(out, null);
        }
    }

    private static String draw(RandomGenerator random) {
        byte[] drawn = new byte[SALT_BYTES];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    /** The salt distinguishes PIDs that begin alike. */
    private static String printable(String pid) {
        String printable = pid.replaceAll("[^\\x21-\\x7e]", "_");
        return printable.substring(0, Math.min(printable.length(), MAX_PID_CHARS));
    }
}
