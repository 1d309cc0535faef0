package chaski.remote.channel;

/** A message on its way. Thread-safe. */
public interface SendHandle {

    /**
     * Takes it back.
     *
     * @return whether the node at the other end certainly never gets it
     */
    boolean withdraw();

    /** {@return whether the node at the other end may have it or get it; never again false once it was true} */
    boolean mayArrive();
}
