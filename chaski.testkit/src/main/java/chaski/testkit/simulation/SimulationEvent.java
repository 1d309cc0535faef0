package chaski.testkit.simulation;

import java.time.Duration;

/**
 * An event of a simulation, for logging.
 *
 * @param at when, since the simulation began
 * @param where the process or environment, or {@code world}
 * @param what the kind of event
 */
public record SimulationEvent(Duration at, String where, String what) {

    @Override
    public String toString() {
        return at + " " + where + " " + what;
    }
}
