package chaski.bench;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The object that is called. */
interface BenchService {

    /** {@return the sum} */
    int add(int a, int b);

    /** {@return the same} */
    Order echo(Order order);

    /** The same methods, as a caller sees them that does not wait. */
    interface Async {

        CompletableFuture<Integer> add(int a, int b);

        CompletableFuture<Order> echo(Order order);
    }

    /** A record as programs send them. */
    record Order(long id, String customer, int quantity, double price, List<String> tags) implements Serializable {

        /** {@return an order that differs from others by its id} */
        static Order of(long id) {
            return new Order(id, "Ada Lovelace", 12, 19.95, List.of("express", "gift"));
        }
    }
}
