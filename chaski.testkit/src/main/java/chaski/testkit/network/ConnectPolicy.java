package chaski.testkit.network;

import java.util.random.RandomGenerator;

/** Decides how each connect ends, when it reaches the host that listens. */
@FunctionalInterface
public interface ConnectPolicy {

    /** Every connect to a listener is accepted. */
    ConnectPolicy ACCEPT_ALL = (from, to, chance) -> new Accept();

    /**
     * Decides.
     *
     * @param from the host that dials
     * @param to the host that listens
     * @param chance random numbers from the seed
     * @return what happens
     */
    Fate decide(String from, String to, RandomGenerator chance);

    /** The result of one connect. */
    sealed interface Fate {}

    /** It is accepted. */
    record Accept() implements Fate {}

    /** It is refused. */
    record Refuse() implements Fate {}

    /** It gets no answer and ends with its timeout. */
    record Hang() implements Fate {}

    /**
     * It is accepted, and the link is cut when it has carried so many bytes in one direction, even within the bytes of
     * a write.
     *
     * @param direction the direction
     * @param bytes how many arrive; 0 cuts the link when the first byte should arrive
     */
    record AcceptThenDie(Direction direction, long bytes) implements Fate {

        /**
         * Checks the number.
         *
         * @param direction the direction
         * @param bytes how many arrive; 0 cuts the link when the first byte should arrive
         */
        public AcceptThenDie {
            if (bytes < 0) {
                throw new IllegalArgumentException("expected 0 or more bytes, got " + bytes);
            }
        }
    }
}
