package chaski.node.link;

import chaski.api.node.Environment;
import chaski.api.node.Limits;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what one address can ask for: links at a time, and handshakes a second. Loopback is exempt. Also decides whether a refusal
 * is told once more, once a minute for each address. What it remembers is bounded. Thread-safe.
 */
final class Gate {

    private static final int MAX_ADDRESSES = 10_000;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long REPORT_SPACING_NS = 60 * SECOND_NS;

    private final Supplier<Limits> current;
    private final Environment environment;
    private final Map<String, Integer> links = new HashMap<>();
    private final Map<String, Long> handshakesPaidUntilNs = bounded();
    private final Map<String, Long> reportedNs = bounded();

    Gate(Supplier<Limits> current, Environment environment) {
        this.current = current;
        this.environment = environment;
    }

    private static Map<String, Long> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > MAX_ADDRESSES;
            }
        };
    }

    /** Lets an address in; if not, the reason. */
    synchronized @Nullable String enter(String host) {
        if (isLoopback(host)) {
            return null;
        }
        Limits limits = current.get();
        int open = links.getOrDefault(host, 0);
        if (open >= limits.connectionsPerAddress()) {
            return "expected at most " + limits.connectionsPerAddress()
                    + " links of one address (limits.connectionsPerAddress), got one more";
        }
        long now = environment.nanoTime();
        long costNs = SECOND_NS / limits.handshakesPerSecond();
        long paid = handshakesPaidUntilNs.getOrDefault(host, now);
        long from = paid - now < 0 ? now : paid;
        if (from - now > (limits.handshakeBurst() - 1) * costNs) {
            return "expected at most " + limits.handshakesPerSecond()
                    + " handshakes a second of one address (limits.handshakesPerSecond), got more";
        }
        handshakesPaidUntilNs.put(host, from + costNs);
        links.put(host, open + 1);
        return null;
    }

    synchronized void leave(String host) {
        if (!isLoopback(host)) {
            links.computeIfPresent(host, (h, n) -> n > 1 ? n - 1 : null);
        }
    }

    /** Whether a refusal of that address is told: once a minute. */
    synchronized boolean mayReport(String host, long nowNs) {
        Long last = reportedNs.get(host);
        if (last != null && nowNs - last < REPORT_SPACING_NS) {
            return false;
        }
        reportedNs.put(host, nowNs);
        return true;
    }

    private static boolean isLoopback(String host) {
        return host.startsWith("127.")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1")
                || host.equals("localhost");
    }
}
