package chaski.node.link;

import chaski.api.node.Limits;
import chaski.api.protocol.Environment;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the links that one address may have at a time and the handshakes that it may begin each second. Loopback is exempt. The
 * state kept for addresses is bounded. Thread-safe.
 */
final class ConnectionThrottle {

    private static final int MAX_ADDRESSES = 10_000;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long LONGEST_TURN_NS = 10 * SECOND_NS;

    private final Supplier<Limits> current;
    private final Environment environment;
    private final Map<String, Integer> links = new HashMap<>();
    private final Map<String, Long> handshakesPaidUntilNs = bounded();
    private final Map<String, Long> turnsUntilNs = bounded();

    ConnectionThrottle(Supplier<Limits> current, Environment environment) {
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

    /** Admits a link of an address; returns null, or the reason for the refusal. */
    synchronized @Nullable LinkRefusal enter(String host) {
        if (LoopbackAddresses.contains(host)) {
            return null;
        }
        Limits limits = current.get();
        int open = links.getOrDefault(host, 0);
        if (open >= limits.connectionsPerAddress()) {
            return new LinkRefusal(
                    "refused.connectionsPerAddress",
                    new Refusal(
                            RefusalCode.LIMIT,
                            limits.connectionsPerAddress(),
                            "this node takes at most " + limits.connectionsPerAddress()
                                    + " links of one address (limits.connectionsPerAddress)"));
        }
        long now = environment.nanoTime();
        long costNs = SECOND_NS / limits.handshakesPerSecond();
        long paid = handshakesPaidUntilNs.getOrDefault(host, now);
        long from = paid - now < 0 ? now : paid;
        long waitNs = from - now - (limits.handshakeBurst() - 1) * costNs;
        if (waitNs > 0) {
            return new LinkRefusal(
                    "refused.handshakesPerSecond",
                    new Refusal(
                            RefusalCode.BUSY,
                            TimeUnit.NANOSECONDS.toMillis(turnNs(host, now, waitNs, costNs)) + 1,
                            "this node takes at most " + limits.handshakesPerSecond()
                                    + " handshakes a second of one address (limits.handshakesPerSecond)"));
        }
        handshakesPaidUntilNs.put(host, from + costNs);
        links.put(host, open + 1);
        return null;
    }

    /** Assigns successive retry times to nodes of one address, for example behind one router, that come too soon. */
    private long turnNs(String host, long now, long waitNs, long costNs) {
        long promised = turnsUntilNs.getOrDefault(host, now);
        long turn = Math.min(Math.max(promised + costNs - now, waitNs), LONGEST_TURN_NS);
        turnsUntilNs.put(host, now + turn);
        return turn;
    }

    synchronized void leave(String host) {
        if (!LoopbackAddresses.contains(host)) {
            links.computeIfPresent(host, (h, n) -> n > 1 ? n - 1 : null);
        }
    }
}
