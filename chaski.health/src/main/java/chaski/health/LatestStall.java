package chaski.health;

import chaski.api.node.NodeEvent;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remembers the latest event of a blocked publisher or handler. Thread-safe. */
final class LatestStall implements Consumer<NodeEvent> {

    private volatile @Nullable NodeEvent latest;

    @Override
    public void accept(NodeEvent event) {
        if (event instanceof NodeEvent.Stalled || event instanceof NodeEvent.HandlerStalled) {
            latest = event;
        }
    }

    Optional<NodeEvent> latest() {
        return Optional.ofNullable(latest);
    }
}
