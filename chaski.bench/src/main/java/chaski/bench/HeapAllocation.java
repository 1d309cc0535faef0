package chaski.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * How much this process has allocated on its heap: what is in use and what collections have freed. It includes threads
 * that have ended, which the counters of threads do not. Exact to a few megabytes. Thread-safe.
 */
final class HeapAllocation {

    private static final long NOTIFICATION_TIMEOUT_MS = 2_000;

    private static final HeapAllocation THIS_PROCESS = new HeapAllocation();

    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    private final long collectionsBefore;
    private long collections;
    private long freedBytes;

    private HeapAllocation() {
        collectionsBefore = collectionCount();
        collectors.forEach(collector -> ((NotificationEmitter) collector)
                .addNotificationListener((notification, context) -> collected(notification), null, null));
    }

    /** {@return the bytes that this process has allocated since the first call, and what was in use then} */
    static long bytes() {
        return THIS_PROCESS.read();
    }

    private long collectionCount() {
        return collectors.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private synchronized long read() {
        awaitNotifications();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + freedBytes;
    }

    /** Collections are reported by another thread, a moment after they end. */
    private void awaitNotifications() {
        long endMs = System.currentTimeMillis() + NOTIFICATION_TIMEOUT_MS;
        long leftMs = NOTIFICATION_TIMEOUT_MS;
        while (leftMs > 0 && collections < collectionCount() - collectionsBefore) {
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            leftMs = endMs - System.currentTimeMillis();
        }
    }

    private synchronized void collected(Notification notification) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            var info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                    .getGcInfo();
            freedBytes += used(info.getMemoryUsageBeforeGc()) - used(info.getMemoryUsageAfterGc());
            collections++;
            notifyAll();
        }
    }

    private long used(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }
}
