package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.protocol.Environment;
import chaski.node.link.DialAttempt;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * Dials the nodes that a full node names instead of itself, for as long as this node has no peer: through one of them it receives
 * the directory, and pairs with the nodes that share its topics. Named nodes that are full as well may name others. The number of
 * nodes that are remembered and dialled at a time is bounded, and each is dialled once in {@link #SPACING}. Confined to the control
 * loop.
 */
final class Referrals {

    static final int MAX_WAITING = 64;
    static final int MAX_DIALS = 3;
    static final Duration SPACING = Duration.ofSeconds(30);

    private static final int MAX_REMEMBERED = 256;

    private final Environment environment;
    private final EndpointSelection selection;
    private final LinkOpener opener;
    private final BooleanSupplier hasPeer;
    private final Queue<Endpoint> waiting = new ArrayDeque<>();
    private final Map<Endpoint, Long> dialledNs = new LinkedHashMap<>();
    private int underWay;

    Referrals(Environment environment, EndpointSelection selection, LinkOpener opener, BooleanSupplier hasPeer) {
        this.environment = environment;
        this.selection = selection;
        this.opener = opener;
        this.hasPeer = hasPeer;
    }

    /** Called when a node that was joined, or named by another one, is full and names others. */
    void named(List<Endpoint> endpoints) {
        for (Endpoint endpoint : endpoints) {
            if (waiting.size() < MAX_WAITING && !waiting.contains(endpoint) && !isRecent(endpoint)) {
                waiting.add(endpoint);
            }
        }
        dialNext();
    }

    void close() {
        waiting.clear();
    }

    private boolean isRecent(Endpoint endpoint) {
        Long last = dialledNs.get(endpoint);
        return last != null && environment.nanoTime() - last < SPACING.toNanos();
    }

    private void dialNext() {
        while (underWay < MAX_DIALS && !waiting.isEmpty()) {
            if (hasPeer.getAsBoolean()) {
                waiting.clear();
                return;
            }
            Endpoint next = waiting.remove();
            if (!isRecent(next) && selection.canDialNamed(next)) {
                remember(next);
                underWay++;
                opener.attempt(new One(next));
            }
        }
    }

    private void remember(Endpoint endpoint) {
        dialledNs.remove(endpoint);
        dialledNs.put(endpoint, environment.nanoTime());
        if (dialledNs.size() > MAX_REMEMBERED) {
            dialledNs.remove(dialledNs.keySet().iterator().next());
        }
    }

    private void ended() {
        underWay--;
        dialNext();
    }

    private final class One implements DialAttempt {

        private final Endpoint endpoint;

        One(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public Endpoint endpoint() {
            return endpoint;
        }

        @Override
        public boolean isMove() {
            return false;
        }

        @Override
        public Optional<NodeId> expected() {
            return Optional.empty();
        }

        @Override
        public void succeeded(NodeId peer) {
            ended();
        }

        @Override
        public void refused(Refusal refused, List<Endpoint> alternatives) {
            named(alternatives);
        }

        @Override
        public void failed(RefusalCode code, String reason) {
            ended();
        }
    }
}
