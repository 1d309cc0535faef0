package promising;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.remote.Remote;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;

/** Calls a method of another node that returns a promise. */
public final class Main {

    private Main() {}

    /** The remote interface. */
    public interface Doubling {

        /**
         * Doubles.
         *
         * @param n a number
         * @return twice the number
         */
        Promise<Integer> twice(int n);
    }

    /**
     * Prints twice 21.
     *
     * @param args ignored
     * @throws Exception if it fails
     */
    public static void main(String[] args) throws Exception {
        try (Node there = Chaski.node().listen("tcp://127.0.0.1:0").start();
                Node here =
                        Chaski.node().join(there.endpoints().get(0).toString()).start()) {
            there.service(Remote.class).export("doubling", Doubling.class, n -> Promises.resolved(2 * n));
            Promise<Integer> twice =
                    here.service(Remote.class).proxy("doubling", Doubling.class).twice(21);
            System.out.println(twice.getValue());
        }
    }
}
