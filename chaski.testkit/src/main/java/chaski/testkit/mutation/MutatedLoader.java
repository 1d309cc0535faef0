package chaski.testkit.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/**
 * Defines all of Chaski and its tests again, some classes with alterations. This package and everything else are the
 * parent's. Thread-safe.
 */
final class MutatedLoader extends ClassLoader {

    private static final String OWN = "chaski.";
    private static final String SHARED = MutatedLoader.class.getPackageName() + ".";

    /** By default the methods of lambdas are ignored: they are synthetic. */
    private static final ByteBuddy SYNTHETIC_TOO = new ByteBuddy().ignore(ElementMatchers.none());

    private final Map<String, byte[]> altered = new HashMap<>();

    /**
     * Alters the classes immediately, so that an alteration that does not fit the code is not mistaken for a finding.
     */
    MutatedLoader(ClassLoader parent, List<Alteration> alterations) {
        super(parent);
        alterations.stream()
                .collect(Collectors.groupingBy(Alteration::className))
                .forEach((name, ofClass) -> altered.put(name, altered(parent, name, ofClass)));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            return name.startsWith(OWN) && !name.startsWith(SHARED) ? define(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] changed = altered.get(name);
        byte[] bytes = changed == null ? original(name) : changed;
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static byte[] altered(ClassLoader parent, String name, List<Alteration> alterations) {
        ClassFileLocator files = ClassFileLocator.ForClassLoader.of(parent);
        TypeDescription type = TypePool.Default.of(files).describe(name).resolve();
        DynamicType.Builder<?> unaltered = SYNTHETIC_TOO.redefine(type, files);
        byte[] original = unaltered.make().getBytes();
        DynamicType.Builder<?> builder = unaltered;
        for (Alteration alteration : alterations) {
            requireMethod(type, alteration);
            requireChange(original, unaltered, alteration);
            builder = builder.visit(alteration.visitor());
        }
        return builder.make().getBytes();
    }

    private static void requireMethod(TypeDescription type, Alteration alteration) {
        if (type.getDeclaredMethods().filter(alteration.methods()).isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no method " + alteration.methods());
        }
    }

    private static void requireChange(byte[] original, DynamicType.Builder<?> unaltered, Alteration alteration) {
        if (Arrays.equals(original, unaltered.visit(alteration.visitor()).make().getBytes())) {
            throw new IllegalArgumentException(
                    "the alteration of " + alteration.methods() + " changes nothing in " + alteration.className());
        }
    }
}
