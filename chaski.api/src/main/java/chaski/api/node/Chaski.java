package chaski.api.node;

/**
 * The entry point for programs outside OSGi.
 *
 * <pre>{@code
 * try (Node node = Chaski.node().name("lab").listen("tcp://127.0.0.1:7601").start()) {
 *     Streamer streamer = node.service(Streamer.class);
 *     ...
 * }
 * }</pre>
 *
 * <p>Inside an OSGi framework use the {@code NodeFactory}, {@code Node} and {@code Streamer} services instead.
 */
public final class Chaski {

    private Chaski() {}

    /**
     * Begins a node. Its engine, transports, codecs and services are looked up by {@link java.util.ServiceLoader} when it starts,
     * in the context class loader of the calling thread unless {@link Node.Builder#loader} names another.
     *
     * @return a builder with every default set
     */
    public static Node.Builder node() {
        return new DefaultNodeBuilder();
    }
}
