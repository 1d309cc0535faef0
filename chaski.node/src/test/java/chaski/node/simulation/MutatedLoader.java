package chaski.node.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** Loads the engine and its simulation once more, with changes; everything else is its parent's. */
final class MutatedLoader extends ClassLoader {

    private static final String OWN = "chaski.node.";

    private final Map<String, AsmVisitorWrapper> changes;

    MutatedLoader(ClassLoader parent, Map<String, AsmVisitorWrapper> changes) {
        super(parent);
        this.changes = changes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            return name.startsWith(OWN) ? define(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = changes.containsKey(name) ? changed(name) : original(name);
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

    private byte[] changed(String name) {
        ClassFileLocator files = ClassFileLocator.ForClassLoader.of(getParent());
        return new ByteBuddy()
                .redefine(TypePool.Default.of(files).describe(name).resolve(), files)
                .visit(changes.get(name))
                .make()
                .getBytes();
    }
}
