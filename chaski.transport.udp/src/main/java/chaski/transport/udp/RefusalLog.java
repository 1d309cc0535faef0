package chaski.transport.udp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Logs requests for connections that one port refused: each kind at most once a minute, whatever its source address,
 * because source addresses of datagrams may be forged. Confined to the port's I/O thread.
 */
final class RefusalLog {

    private static final Logger LOG = System.getLogger(RefusalLog.class.getName());
    private static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

    private final Map<UdpCounter, Recent> recent = new EnumMap<>(UdpCounter.class);

    private static final class Recent {
        private final long atNs;
        private long leftOut;

        Recent(long atNs) {
            this.atNs = atNs;
        }
    }

    /**
     * A request was refused.
     *
     * @param counter the counter that was raised
     * @param at where it was made
     * @param from its source address
     * @param why what was expected, and what to do
     * @param nowNs the time
     */
    void refused(UdpCounter counter, Object at, InetSocketAddress from, String why, long nowNs) {
        Recent last = recent.get(counter);
        if (last != null && nowNs - last.atNs < INTERVAL_NS) {
            last.leftOut++;
            return;
        }
        recent.put(counter, new Recent(nowNs));
        LOG.log(
                Level.WARNING,
                "{0} refused a connection of {1}, {2}: {3} ({4} more before)",
                at,
                from,
                counter.text(),
                why,
                last == null ? 0 : last.leftOut);
    }
}
