package chaski.examples;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteObject;
import java.util.function.IntConsumer;

/**
 * One node calls another: through an interface, by names, with a callback, and what happens when something is wrong.
 */
public final class RemoteCalculator {

    private RemoteCalculator() {}

    /** What the caller wants of a calculator. The other node needs to have such methods, not this interface. */
    interface Arithmetic {

        int add(int a, int b);

        double divide(double a, double b);

        void countDown(int from, IntConsumer each);
    }

    /**
     * Calls a calculator.
     *
     * @param args ignored
     */
    public static void main(String[] args) {
        try (Node server =
                        Chaski.node().name("server").listen("tcp://127.0.0.1:0").start();
                Node client = Chaski.node()
                        .name("client")
                        .join(server.endpoints().get(0).toString())
                        .start()) {
            server.service(Remote.class).export("calc", Calculator.class, new Calculator());
            Remote remote = client.service(Remote.class);

            // A proxy is available at once; its calls wait for a node that exports the name.
            Arithmetic arithmetic = remote.proxy("calc", Arithmetic.class);
            System.out.println("2 + 3 = " + arithmetic.add(2, 3));

            // Attributes are read and written on the other node, always.
            RemoteObject calc = remote.object("calc");
            calc.set("precision", 4);
            System.out.println("2 / 3 = " + arithmetic.divide(2, 3) + " with precision " + calc.get("precision"));

            // An interface as an argument stays here: its calls come back.
            arithmetic.countDown(3, n -> System.out.println("called back with " + n));

            try {
                arithmetic.divide(1, 0);
            } catch (ArithmeticException e) {
                System.out.println("the server says: " + e.getMessage());
            }
        }
    }
}
