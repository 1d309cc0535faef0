package chaski.bench;

import java.io.IOException;

/** The task of one child process. The methods are called by its control thread. */
interface Role {

    /** {@return the endpoint at which the other child can connect} */
    String endpoint();

    /** {@return the counters so far; a role that records begins with the first call} */
    Meter meter();

    /**
     * Ends the work and checks it.
     *
     * @param expected how many messages must have arrived, for a receiving role
     * @return the numbers that {@link Trial} reads, separated by spaces
     */
    String finish(long expected) throws IOException, InterruptedException;
}
