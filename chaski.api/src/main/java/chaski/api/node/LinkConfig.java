package chaski.api.node;

import chaski.api.ConfigurationException;
import java.time.Duration;
import java.util.List;

/**
 * The choice of transport for a session when several reach the peer.
 *
 * @param preference schemes, the best first, each once; those not named come after all that are, and are equal to each other;
 *     default {@code tcp}, {@code udp}
 * @param headStart how long a preferred transport is dialled alone before the next one is dialled as well; 0 to 10 s; default
 *     250 ms, the connection attempt delay of RFC 8305
 * @param hold the minimum time between two failbacks of one session, which are moves to a transport only because it is preferred;
 *     100 ms to 1 h; default 10 s
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
     * Returns the rank of a scheme in the order of preference.
     *
     * @param scheme the scheme of a transport
     * @return 0 for the best
     */
    public int rank(String scheme) {
        int index = preference.indexOf(scheme);
        return index < 0 ? preference.size() : index;
    }
}
