package chaski.examples;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteObject;
import java.util.function.IntConsumer;

/** One node calls another: through an interface, by names, with a callback, and with a failure. */
public final class RemoteCalculator {

    private RemoteCalculator() {}

    /** The methods of a calculator that the caller uses. The other node must have these methods, not this interface. */
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

            // A proxy is available immediately; its calls wait for a node that exports the name.
            Arithmetic arithmetic = remote.proxy("calc", Arithmetic.class);
            System.out.println("2 + 3 = " + arithmetic.add(2, 3));

            // Attributes are always read and written on the other node.
            RemoteObject calc = remote.object("calc");
            calc.set("precision", 4);
            System.out.println("2 / 3 = " + arithmetic.divide(2, 3) + " with precision " + calc.get("precision"));

            // An interface as an argument is passed by reference: its calls are made back to this node.
            arithmetic.countDown(3, n -> System.out.println("called back with " + n));

            try {
                arithmetic.divide(1, 0);
            } catch (ArithmeticException e) {
                System.out.println("the server says: " + e.getMessage());
            }
        }
    }
}
