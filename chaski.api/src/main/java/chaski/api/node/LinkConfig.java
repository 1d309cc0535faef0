package chaski.api.node;

import chaski.api.ConfigurationException;
import java.time.Duration;
import java.util.List;

/**
 * Which transport a session uses when several reach the peer.
 *
 * @param preference schemes, the best first, each once; those not named come after all that are, and are equal to each other;
 *     default {@code tcp}, {@code udp}
 * @param headStart how long a preferred transport is dialled alone before the next one is dialled as well; 0 to 10 s; default
 *     250 ms, the connection attempt delay of RFC 8305
 * @param hold the least time between two moves of one session to a transport only because it is preferred; 100 ms to 1 h;
 *     default 10 s
 */
public record LinkConfig(List<String> preference, Duration headStart, Duration hold) {

    /** The defaults. */
    public static final LinkConfig DEFAULT =
            new LinkConfig(List.of("tcp", "udp"), Duration.ofMillis(250), Duration.ofSeconds(10));

    /** Checks the ranges and copies the list. */
    public LinkConfig {
        preference = List.copyOf(preference);
        if (preference.stream().distinct().count() != preference.size()) {
            throw new ConfigurationException("link.preference: expected each scheme once, got " + preference);
        }
        Ranges.check("link.headStart", headStart, Duration.ZERO, Duration.ofSeconds(10));
        Ranges.check("link.hold", hold, Duration.ofMillis(100), Duration.ofHours(1));
    }

    /**
     * Tells how much a scheme is preferred.
     *
     * @param scheme the scheme of a transport
     * @return 0 for the best
     */
    public int rank(String scheme) {
        int index = preference.indexOf(scheme);
        return index < 0 ? preference.size() : index;
    }
}
