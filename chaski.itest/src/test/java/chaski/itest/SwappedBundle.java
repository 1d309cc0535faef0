package chaski.itest;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/** A bundle that is removed from a running framework and added again, and the class loaders that remain of it. */
final class SwappedBundle {

    /** The ways to remove a bundle and to add it again. */
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

    /** One of Chaski's bundles. */
    SwappedBundle(OsgiContainer container, String name) {
        this(container, container.bundle(name).orElseThrow(), Built.jar(name));
    }

    /** Any bundle, and its jar. */
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
     * @param way the way
     * @param meanwhile run while the bundle is absent, if the way allows that
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

    /** {@return how many class loaders were replaced} */
    int leftBehind() {
        return left.size();
    }

    /** {@return how many replaced class loaders still exist after a collection} */
    long notCollected() {
        System.gc();
        return left.stream().filter(loader -> loader.get() != null).count();
    }

    /** {@return the class loaders that still exist} */
    List<ClassLoader> leaked() {
        return left.stream()
                .map(WeakReference::get)
                .filter(loader -> loader != null)
                .toList();
    }
}
