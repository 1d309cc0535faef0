package chaski.cli.demo;

import chaski.api.ChaskiException;
import chaski.api.node.Node;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteObject;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleConsumer;

/**
 * The calls of the demo: by a typed proxy, of an attribute, back to the caller, and of a function attached on two
 * nodes.
 */
final class DemoCalls {

    private static final String THERMOSTAT = "lab.thermostat";
    private static final String FAHRENHEIT = "fahrenheit";

    private DemoCalls() {}

    /**
     * Makes the calls.
     *
     * @param caller the calling node
     * @param server the node with the thermostat and the function
     * @param other another node with the function
     * @param patience how long to wait for exporters
     * @return the results
     * @throws ChaskiException if a call fails
     */
    static DemoCallResults make(Node caller, Node server, Node other, Duration patience) {
        Remote remote = caller.service(Remote.class);
        try (Registration object = server.service(Remote.class).export(THERMOSTAT, Thermostat.class, new Heater());
                Registration one = attach(server);
                Registration two = attach(other)) {
            if (!remote.awaitExporters(FAHRENHEIT, 2, patience) || !remote.awaitExporters(object.name(), 1, patience)) {
                throw new ChaskiException("what " + server + " and " + other + " export (" + one.name() + ", "
                        + two.name() + ") was not known within " + patience.toSeconds() + " s");
            }
            Thermostat thermostat = remote.proxy(THERMOSTAT, Thermostat.class);
            RemoteObject byName = remote.object(THERMOSTAT);
            byName.set("target", 21.0);
            double target = thermostat.getTarget();
            Queue<Double> steps = new ConcurrentLinkedQueue<>();
            thermostat.heat(18, steps::add);
            List<Double> fahrenheit = remote.function(FAHRENHEIT, Double.class).callAll(target).join().stream()
                    .map(answer -> answer.failure().isPresent() ? Double.NaN : answer.value())
                    .toList();
            return new DemoCallResults(thermostat.above(23.5), target, List.copyOf(steps), fahrenheit);
        }
    }

    private static Registration attach(Node node) {
        return node.service(Remote.class)
                .attach(FAHRENHEIT, Double.class, Double.class, celsius -> celsius * 9 / 5 + 32);
    }

    private static final class Heater implements Thermostat {

        private volatile double target = 20;

        @Override
        public double getTarget() {
            return target;
        }

        @Override
        public void setTarget(double celsius) {
            target = celsius;
        }

        @Override
        public double above(double celsius) {
            return celsius - target;
        }

        @Override
        public void heat(double celsius, DoubleConsumer each) {
            for (double now = celsius + 1; now <= target; now++) {
                each.accept(now);
            }
        }
    }
}
