package chaski.ca;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Excludes that two processes or threads change the files of one directory at the same time. */
final class DirectoryLock {

    /** A file lock is held by the whole process; its threads exclude each other by this one. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private DirectoryLock() {}

    /** What changes files. */
    @FunctionalInterface
    interface Change {
        void make() throws IOException;
    }

    /** Waits for the lock, and makes a change while it holds the lock. */
    static void holding(Path directory, Change change) throws IOException {
        THREADS.lock();
        try (FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = channel.lock();
            try {
                change.make();
            } finally {
                lock.release();
            }
        } finally {
            THREADS.unlock();
        }
    }
}
