package swapping;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The layers of the transports so far. */
final class Layers {

    private static final long PATIENCE_MS = 30_000;

    private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private final Path jars;

    Layers(Path jars) {
        this.jars = jars;
    }

    Guest make(String scheme) {
        Guest guest = new Guest(jars, "chaski.transport." + scheme);
        loaders.add(guest.watch(gone));
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
        return collected;
    }
}
