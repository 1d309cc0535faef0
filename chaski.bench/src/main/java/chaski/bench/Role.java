package chaski.bench;

import java.io.IOException;

/** What one child process does. The methods are called by its control thread. */
interface Role {

    /** {@return where the other child reaches this one} */
    String endpoint();

    /** {@return what was done so far; a role that records begins with the first call} */
    Meter meter();

    /**
     * Ends the work and checks it.
     *
     * @param expected how many messages must have come, for a role that receives
     * @return what {@link Trial} reads: numbers with a space between
     */
    String finish(long expected) throws IOException, InterruptedException;
}
