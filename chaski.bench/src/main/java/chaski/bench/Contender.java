package chaski.bench;

import java.io.IOException;

/**
 * One way to move messages between two processes. Each child process holds exactly one, so that the just-in-time
 * compiler never sees two implementations of these interfaces.
 */
interface Contender {

    /**
     * Waits for the other process. Returns at once; the other process may connect later.
     *
     * @param sink receives what the other process sends
     * @return this process's side
     */
    Side listen(Sink sink) throws IOException;

    /**
     * Reaches the other process, and waits until messages sent from here arrive there.
     *
     * @param endpoint what {@link Side#endpoint} returned there
     * @param sink receives what the other process sends
     * @return this process's side
     */
    Side connect(String endpoint, Sink sink) throws IOException;

    /** One process's end of the way. Any thread may send. */
    interface Side extends AutoCloseable {

        /** {@return where the other process reaches this one; the endpoint reached, on the side that connected} */
        String endpoint();

        /**
         * Sends a message, waiting for back-pressure if need be.
         *
         * @param message copied before this returns
         */
        void send(byte[] message) throws IOException, InterruptedException;

        /** Frees sockets and threads; what was not sent yet may be dropped. */
        @Override
        void close() throws IOException;
    }

    /** Receives messages, one after another, and is notified when no more can arrive. */
    interface Sink {

        /**
         * A message came.
         *
         * @param message the receiver's own
         */
        void accept(byte[] message) throws IOException, InterruptedException;

        /**
         * The way broke before it was closed. Called on any thread.
         *
         * @param cause why
         */
        void failed(Throwable cause);
    }
}
