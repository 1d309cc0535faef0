package chaski.node.wire;

import chaski.api.Endpoint;
import java.util.List;

/**
 * Other nodes of the network that the receiver, which is about to be refused, may dial.
 *
 * @param endpoints one to {@link #MAX_ENDPOINTS}
 */
public record Alternatives(List<Endpoint> endpoints) {

    /** As many as fit one frame of a handshake if they are of usual length. */
    public static final int MAX_ENDPOINTS = 16;

    /** Copies the list and checks its size. */
    public Alternatives {
        endpoints = List.copyOf(endpoints);
        ViolationText.check(
                !endpoints.isEmpty() && endpoints.size() <= MAX_ENDPOINTS,
                "ALTERNATIVES count",
                "1 to " + MAX_ENDPOINTS,
                endpoints.size());
    }
}
