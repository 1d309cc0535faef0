package chaski.itest;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/** A bundle that is taken away from a running framework and brought back, and the class loaders that it left behind. */
final class SwappedBundle {

    /** The ways to take a bundle away and to bring it back. */
    enum Way {
        STOP_AND_START,
        UPDATE,
        REFRESH,
        UNINSTALL_AND_INSTALL
    }

    private static final AtomicInteger VERSION = new AtomicInteger();

    private final OsgiContainer container;
    private final Path jar;
    private final List<WeakReference<ClassLoader>> left = new ArrayList<>();
    private Bundle bundle;

    /** One of Chaski's own. */
    SwappedBundle(OsgiContainer container, String name) {
        this(container, container.bundle(name).orElseThrow(), Built.jar(name));
    }

    /** Any bundle, and the jar that it came from. */
    SwappedBundle(OsgiContainer container, Bundle bundle, Path jar) {
        this.container = container;
        this.jar = jar;
        this.bundle = bundle;
    }

    Bundle bundle() {
        return bundle;
    }

    /**
     * Swaps the bundle.
     *
     * @param way how
     * @param meanwhile run while the bundle is away, if the way leaves time for that
     */
    void swap(Way way, Runnable meanwhile) throws BundleException {
        ClassLoader before = loader();
        switch (way) {
            case STOP_AND_START -> {
                bundle.stop();
                meanwhile.run();
                bundle.start();
            }
            case UPDATE -> bundle.update(next().open());
            case REFRESH -> container.refresh(bundle);
            case UNINSTALL_AND_INSTALL -> {
                bundle.uninstall();
                meanwhile.run();
                VersionedJar next = next();
                bundle = container.context().installBundle("next:" + VERSION, next.open());
                bundle.start();
            }
        }
        if (loader() != before) {
            left.add(new WeakReference<>(before));
        }
    }

    private VersionedJar next() {
        return VersionedJar.of(jar, "1.0." + VERSION.incrementAndGet());
    }

    private ClassLoader loader() {
        return bundle.adapt(BundleWiring.class).getClassLoader();
    }

    /** {@return how many class loaders have been left behind} */
    int leftBehind() {
        return left.size();
    }

    /** {@return how many class loaders that were left behind are still there after a collection} */
    long notCollected() {
        System.gc();
        return left.stream().filter(loader -> loader.get() != null).count();
    }

    /** {@return the loaders that are still there} */
    List<ClassLoader> leaked() {
        return left.stream()
                .map(WeakReference::get)
                .filter(loader -> loader != null)
                .toList();
    }
}
