package swapping;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The layers of the transports so far. */
final class Layers {

    private static final long PATIENCE_MS = 30_000;

    private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
    private final Map<String, WeakReference<ClassLoader>> loaders = new LinkedHashMap<>();
    private final Path jars;

    Layers(Path jars) {
        this.jars = jars;
    }

    Guest make(String scheme) {
        Guest guest = new Guest(jars, "chaski.transport." + scheme);
        loaders.put(scheme + " " + loaders.size(), guest.watch(gone));
        return guest;
    }

    /** Counts the collected layers, and waits until all but a number are collected. */
    int collected(int inUse) throws InterruptedException {
        int collected = 0;
        long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000;
        while (collected < loaders.size() - inUse && System.nanoTime() < deadline) {
            System.gc();
            Reference<? extends ClassLoader> next = gone.remove(100);
            collected += next == null ? 0 : 1;
        }
        if (collected < loaders.size() - inUse) {
            explain();
        }
        return collected;
    }

    /** Prints what may hold the rest. */
    private void explain() {
        loaders.forEach((name, loader) -> System.err.println(name + (loader.get() == null ? " collected" : " held")));
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            System.err.println(thread + ", context class loader " + thread.getContextClassLoader());
            Stream.of(stack).forEach(frame -> System.err.println("    " + frame));
        });
    }
}
