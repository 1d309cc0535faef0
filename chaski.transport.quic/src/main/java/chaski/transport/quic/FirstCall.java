package chaski.transport.quic;

import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/** Asks for native libraries in a way that leaves nothing of this bundle behind. */
final class FirstCall {

    private FirstCall() {}

    /**
     * Asks twice: first on a thread of its own, without classes of this module on its stack, since Netty keeps the exception of a library
     * that does not load, then on the calling thread.
     *
     * @param thread the name of that thread
     * @param question a method of Netty
     * @return the answer
     */
    static boolean of(String thread, BooleanSupplier question) {
        Thread first = new Thread(new FutureTask<>(question::getAsBoolean), thread);
        first.setDaemon(true);
        first.setContextClassLoader(null);
        first.start();
        try {
            first.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then the next line is the first call
        }
        return question.getAsBoolean();
    }
}
