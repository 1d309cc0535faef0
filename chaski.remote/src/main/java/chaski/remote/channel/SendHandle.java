package chaski.remote.channel;

/** A message that was accepted for sending. Thread-safe. */
public interface SendHandle {

    /**
     * Withdraws the message, if it has not been sent.
     *
     * @return true if the node at the other end certainly never receives it
     */
    boolean withdraw();

    /** {@return true if the node at the other end may have received it or may receive it; stays true once it was} */
    boolean mayArrive();
}
