package chaski.security.grants;

import chaski.api.ConfigurationException;
import chaski.api.security.AccessRequest;
import chaski.api.security.Authorizer;
import chaski.api.security.Decision;
import chaski.security.file.FileStamp;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The grants in the file {@code grants.json} of a directory. Without the file, everything is refused, until there is one.
 *
 * <p>A change of the file takes effect within a second, also when the directory is a symbolic link that is redirected. If the changed file
 * is malformed, or is removed, the rules before stay in use, and a warning names the reason, once for each state of the file that lasts. A
 * rule that expires ends to apply without a change of the file.
 *
 * <p>Thread-safe. Has one daemon thread until it is closed.
 */
public final class GrantsFile implements Authorizer, AutoCloseable {

    /** The largest file that is read. */
    public static final int MAX_BYTES = 1 << 20;

    private static final Logger LOG = System.getLogger(GrantsFile.class.getName());
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** How often the same unusable file is read before a warning: replacing it takes a moment. */
    private static final int READS_BEFORE_WARNING = 2;

    private final Path file;
    private final InstantSource clock;
    private final ScheduledExecutorService executor;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Grants current;

    /** Only the thread of the file reads and writes the rest. */
    private FileStamp stamp;

    @Nullable
    private Instant expiry;

    @Nullable
    private FileStamp unusable;

    private int readsOfUnusable;

    private GrantsFile(Path file, InstantSource clock, ScheduledExecutorService executor) throws IOException {
        this.file = file;
        this.clock = clock;
        this.executor = executor;
        this.stamp = FileStamp.of(file);
        this.current = Files.exists(file) ? read() : Grants.absent();
        this.expiry = current.nextExpiry(clock.instant()).orElse(null);
    }

    /**
     * Reads the grants of a directory, and begins to watch them.
     *
     * @param directory the directory
     * @return the grants
     * @throws ConfigurationException if the file exists and is malformed, is too large, or cannot be read; the message names the reason
     */
    public static GrantsFile open(Path directory) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "chaski-grants");
            thread.setDaemon(true);
            return thread;
        });
        GrantsFile opened = open(directory, InstantSource.system(), executor);
        executor.scheduleWithFixedDelay(opened::poll, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return opened;
    }

    /** As {@link #open(Path)}, without beginning to watch: {@link #poll} does one round. */
    static GrantsFile open(Path directory, InstantSource clock, ScheduledExecutorService executor) {
        Path file = directory.resolve(Grants.FILE_NAME);
        try {
            GrantsFile opened = new GrantsFile(file, clock, executor);
            if (Files.notExists(file)) {
                LOG.log(
                        Level.WARNING,
                        () -> "grants " + file
                                + ": there is no such file, so every peer is refused. Create it; it is read"
                                + " within a second");
            }
            return opened;
        } catch (IOException unusable) {
            executor.shutdown();
            throw new ConfigurationException("grants " + file + ": " + unusable.getMessage(), unusable);
        }
    }

    private Grants read() throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        if (content.length > MAX_BYTES) {
            throw new MalformedGrantsException("expected at most " + MAX_BYTES + " bytes");
        }
        try {
            return GrantsReader.read(content);
        } catch (LinkageError absent) {
            throw new IOException(
                    "reading it needs Jackson, which is not installed: add tools.jackson.core:jackson-core to the class path, its"
                            + " module tools.jackson.core to the module path, or its bundle to the framework",
                    absent);
        }
    }

    @Override
    public Decision decide(AccessRequest request) {
        return current.decide(request, clock.instant());
    }

    @Override
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /** Reads again if the file has changed since the last successful reading, and reports rules that have expired. */
    void poll() {
        try {
            FileStamp found = FileStamp.of(file);
            if (!found.equals(stamp)) {
                reload(found);
            }
            Instant now = clock.instant();
            if (expiry != null && !now.isBefore(expiry)) {
                expiry = current.nextExpiry(now).orElse(null);
                LOG.log(Level.INFO, () -> "grants " + file + ": a rule expired; " + current.summary(now));
                notifyListeners();
            }
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "grants " + file + ": watching failed; trying again", failure);
        }
    }

    private void reload(FileStamp found) {
        Grants read;
        try {
            read = read();
        } catch (IOException | RuntimeException failure) {
            keep(found, failure);
            return;
        }
        Instant now = clock.instant();
        stamp = found;
        current = read;
        expiry = read.nextExpiry(now).orElse(null);
        unusable = null;
        LOG.log(Level.INFO, () -> "grants " + file + ": changed; " + read.summary(now));
        notifyListeners();
    }

    private void keep(FileStamp found, Exception failure) {
        if (!found.equals(unusable)) {
            unusable = found;
            readsOfUnusable = 0;
        }
        if (++readsOfUnusable == READS_BEFORE_WARNING) {
            String reason = Files.exists(file) ? String.valueOf(failure.getMessage()) : "it was removed";
            LOG.log(
                    Level.WARNING,
                    () -> "grants " + file + ": the changed file cannot be used, " + reason + "; continuing with "
                            + current.summary(clock.instant())
                            + " from before. Correct the file; it is read again within a"
                            + " second");
        }
    }

    private void notifyListeners() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException failure) {
                LOG.log(Level.ERROR, "grants " + file + ": a listener failed; the new rules are in use", failure);
            }
        }
    }

    @Override
    public void close() {
        listeners.clear();
        executor.shutdown();
    }
}
