package chaski.health;

import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Checks that no publisher of a node is blocked by a subscription, and no handler of a subscription has hung. A warning for two minutes
 * after each such event. A stall is reported once, so one that continues is not repeated here; the counters {@code events.Stalled} and
 * {@code events.HandlerStalled} remain.
 */
@Component(
        service = HealthCheck.class,
        property = {
            "hc.name=Chaski publishers flow",
            "hc.tags=chaski",
            "hc.tags=chaski-flow",
            "hc.mbean.name=chaskiFlow"
        })
public final class StallCheck implements HealthCheck {

    /** Four times the default of {@code session.maxStallMs}, and longer than the usual interval of checks. */
    private static final Duration RECENT = Duration.ofMinutes(2);

    private final CheckedNodes nodes;
    private final Clock clock;

    /**
     * Called by the component runtime.
     *
     * @param nodes the nodes of this framework
     */
    @Activate
    public StallCheck(@Reference CheckedNodes nodes) {
        this(nodes, Clock.systemUTC());
    }

    StallCheck(CheckedNodes nodes, Clock clock) {
        this.nodes = nodes;
        this.clock = clock;
    }

    @Override
    public Result execute() {
        return NodeFindings.each(nodes, this::check);
    }

    private void check(Node node, NodeFindings findings) {
        Optional<NodeEvent> recent = nodes.stall(node)
                .filter(event -> event.at().isAfter(clock.instant().minus(RECENT)));
        recent.ifPresentOrElse(
                event -> findings.warn(node, describe(event)), () -> findings.ok(node, "has no stalled publisher"));
    }

    private static String describe(NodeEvent event) {
        if (event instanceof NodeEvent.Stalled stalled) {
            return "had a publisher of " + stalled.topic() + " that waited " + stalled.millis()
                    + " ms for the subscription " + stalled.subscription() + " of " + stalled.name();
        }
        return "had a handler that did not return: " + event;
    }
}
