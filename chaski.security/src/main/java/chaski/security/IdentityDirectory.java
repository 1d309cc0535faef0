package chaski.security;

import chaski.api.ConfigurationException;
import chaski.api.security.Credentials;
import chaski.api.security.IdentityProvider;
import chaski.security.file.FileStamp;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The credentials in a directory: {@code cert.pem}, {@code key.pem}, {@code trust.pem} and, if there is one, {@code revoked.crl}.
 *
 * <p>Changes of the files are noticed within a second, also when the directory is a symbolic link that is redirected, as Kubernetes
 * does. Files may be replaced one after another: as long as they do not belong together, are malformed, or are not valid yet, the
 * credentials before stay in use, and a warning names the reason, once for each state of the files that lasts.
 *
 * <p>Thread-safe. Has one daemon thread until it is closed.
 */
public final class IdentityDirectory implements IdentityProvider {

    private static final Logger LOG = System.getLogger(IdentityDirectory.class.getName());
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final List<String> FILES = List.of("cert.pem", "key.pem", "trust.pem", "revoked.crl");

    /** How often the same unusable files are read before a warning: replacing them takes a moment. */
    private static final int READS_BEFORE_WARNING = 2;

    private final Path directory;
    private final CredentialsReader reader;
    private final ScheduledExecutorService executor;
    private volatile Credentials current;

    @Nullable
    private volatile Consumer<? super Credentials> listener;

    @Nullable
    private volatile Consumer<? super String> refusals;

    /** Only the provider's thread reads and writes the rest. */
    private List<FileStamp> stamps;

    private List<FileStamp> unusable = List.of();
    private int readsOfUnusable;

    private IdentityDirectory(Path directory, InstantSource clock, ScheduledExecutorService executor)
            throws IOException, GeneralSecurityException {
        this.directory = directory;
        this.reader = new CredentialsReader(directory, clock);
        this.executor = executor;
        this.stamps = stamps();
        this.current = reader.read();
    }

    /**
     * Reads the credentials in a directory and begins to watch it.
     *
     * @param directory the directory
     * @return the provider
     * @throws ConfigurationException if a file is missing, is malformed, or cannot be used now; the message names the reason
     */
    public static IdentityDirectory open(Path directory) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "chaski-identity");
            thread.setDaemon(true);
            return thread;
        });
        IdentityDirectory opened = open(directory, InstantSource.system(), executor);
        executor.scheduleWithFixedDelay(opened::poll, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return opened;
    }

    /** As {@link #open(Path)}, without beginning to watch: {@link #poll} does one round. */
    static IdentityDirectory open(Path directory, InstantSource clock, ScheduledExecutorService executor) {
        try {
            return new IdentityDirectory(directory, clock, executor);
        } catch (IOException | GeneralSecurityException unusable) {
            executor.shutdown();
            throw new ConfigurationException("identity " + directory + ": " + reason(unusable), unusable);
        }
    }

    private static String reason(Exception failure) {
        return failure instanceof java.nio.file.NoSuchFileException
                ? "file not found: " + failure.getMessage()
                : String.valueOf(failure.getMessage());
    }

    @Override
    public Credentials current() {
        return current;
    }

    @Override
    public void onChange(Consumer<? super Credentials> listener) {
        this.listener = listener;
    }

    @Override
    public void onRefused(Consumer<? super String> listener) {
        this.refusals = listener;
    }

    /** Reads again if files have changed since the last successful reading. */
    void poll() {
        try {
            List<FileStamp> found = stamps();
            if (!found.equals(stamps)) {
                reload(found);
            }
        } catch (RuntimeException failure) {
            LOG.log(
                    Level.ERROR,
                    "identity " + directory + ": the listener failed; the new credentials are in use",
                    failure);
        }
    }

    private void reload(List<FileStamp> found) {
        Credentials read;
        try {
            read = reader.read();
        } catch (IOException | GeneralSecurityException | RuntimeException failure) {
            keep(found, failure);
            return;
        }
        stamps = found;
        current = read;
        LOG.log(Level.INFO, "identity {0}: changed to {1}", directory, read);
        Consumer<? super Credentials> notified = listener;
        if (notified != null) {
            notified.accept(read);
        }
    }

    private void keep(List<FileStamp> found, Exception failure) {
        if (!found.equals(unusable)) {
            unusable = found;
            readsOfUnusable = 0;
        }
        if (++readsOfUnusable == READS_BEFORE_WARNING) {
            refuse("the changed files in " + directory + " cannot be used, " + reason(failure)
                    + ". Correct the files; they are read again within a second");
        }
    }

    private void refuse(String reason) {
        Consumer<? super String> notified = refusals;
        if (notified != null) {
            notified.accept(reason);
        } else {
            LOG.log(Level.WARNING, "identity: {0}; continuing with {1}", reason, current);
        }
    }

    private List<FileStamp> stamps() {
        return FILES.stream().map(name -> FileStamp.of(directory.resolve(name))).toList();
    }

    @Override
    public void close() {
        listener = null;
        refusals = null;
        executor.shutdown();
    }
}
