package chaski.node.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A bundle that is about to stop, and may be replaced. Users may still hold objects of its classes, such as a proxy or
 * a publisher. If they use them, these must report that they are closed; but once the bundle has been refreshed, a
 * class that was not loaded before cannot be loaded any more, and users would get a {@link NoClassDefFoundError}
 * instead.
 */
final class DepartingBundle {

    private static final System.Logger LOG = System.getLogger(DepartingBundle.class.getName());

    private static final String CLASS_FILE = ".class";

    /** A class of Chaski in the notation of class files, alone or within the descriptor of a method or field. */
    private static final Pattern CLASS_NAME = Pattern.compile("chaski/[\\w$]+(?:/[\\w$]+)*");

    private DepartingBundle() {}

    /**
     * Loads every class of a bundle, and every class of Chaski that one of them uses. Takes about a tenth of a second
     * the first time. Does nothing outside of OSGi and unless the bundle is stopping.
     *
     * @param member one of the bundle's classes
     */
    static void loadClasses(Class<?> member) {
        Bundle bundle = FrameworkUtil.getBundle(member);
        if (bundle == null || bundle.getState() != Bundle.STOPPING) {
            return;
        }
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        ClassLoader loader = member.getClassLoader();
        if (wiring == null || loader == null) {
            return;
        }
        Set<String> names = new TreeSet<>();
        for (String file : wiring.listResources(
                "chaski", "*" + CLASS_FILE, BundleWiring.LISTRESOURCES_RECURSE | BundleWiring.LISTRESOURCES_LOCAL)) {
            names.add(file.substring(0, file.length() - CLASS_FILE.length()));
            addUsed(file, loader, names);
        }
        names.forEach(name -> load(name.replace('/', '.'), loader));
    }

    private static void addUsed(String file, ClassLoader loader, Set<String> names) {
        try (InputStream in = loader.getResourceAsStream(file)) {
            if (in != null) {
                String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                CLASS_NAME.matcher(text).results().map(MatchResult::group).forEach(names::add);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "not read: {0}, {1}", file, e);
        }
    }

    /** By {@link Class#forName}, after which the virtual machine does not ask the class loader again. */
    private static void load(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) { // the name of a package, or of something optional
            LOG.log(System.Logger.Level.TRACE, "not loaded: {0}", name);
        }
    }
}
