package chaski.bench;

import java.io.IOException;

/** One way to call an object of another process. Each child process holds exactly one, as with {@link Contender}. */
interface CallContender {

    /** Offers an object to the other process. */
    Server serve(BenchService service) throws IOException;

    /**
     * Connects to the other process, and waits until its object can be called.
     *
     * @param endpoint what {@link Server#endpoint} returned there
     */
    Caller connect(String endpoint) throws IOException;

    /** The end of the called object. */
    interface Server extends AutoCloseable {

        /** {@return what {@link #connect} needs, without line breaks} */
        String endpoint();

        @Override
        void close() throws IOException;
    }

    /** The end of the callers. Thread-safe. */
    interface Caller extends AutoCloseable {

        /** {@return the object; a call waits for its result, and fails with an unchecked exception} */
        BenchService service();

        /** {@return the object; a call returns at once} */
        default BenchService.Async async() {
            throw new UnsupportedOperationException("expected a contender with asynchronous calls");
        }

        @Override
        void close() throws IOException;
    }
}
