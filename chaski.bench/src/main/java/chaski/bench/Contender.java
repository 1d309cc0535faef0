package chaski.bench;

import java.io.IOException;

/**
 * One way to move messages between two processes. Each child process holds exactly one, so that the just-in-time
 * compiler never sees two implementations of these interfaces.
 */
interface Contender {

    /**
     * Listens for the other process. Returns immediately; the other process may connect later.
     *
     * @param sink receives the messages of the other process
     * @return this process's side
     */
    Side listen(Sink sink) throws IOException;

    /**
     * Connects to the other process, and waits until messages sent from here arrive there.
     *
     * @param endpoint what {@link Side#endpoint} returned there
     * @param sink receives the messages of the other process
     * @return this process's side
     */
    Side connect(String endpoint, Sink sink) throws IOException;

    /** One process's end of the way. Any thread may send. */
    interface Side extends AutoCloseable {

        /**
         * {@return the endpoint at which the other process can connect; on the connecting side, the endpoint it
         * connected to}
         */
        String endpoint();

        /**
         * Sends a message; waits if there is back-pressure.
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
         * A message arrived.
         *
         * @param message the receiver's own
         */
        void accept(byte[] message) throws IOException, InterruptedException;

        /**
         * The connection broke before it was closed. Called on any thread.
         *
         * @param cause the reason
         */
        void failed(Throwable cause);
    }
}
