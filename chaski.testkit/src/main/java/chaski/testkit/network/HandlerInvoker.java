package chaski.testkit.network;

import chaski.api.transport.LinkHandler;
import chaski.testkit.simulation.SimulationError;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls the handler of one side of a link, and closes the link when the handler fails. Confined to the link's simulated I/O thread. */
final class HandlerInvoker {

    private final Consumer<Throwable> onFailure;
    private @Nullable LinkHandler handler;
    private boolean calling;

    /**
     * No handler yet.
     *
     * @param onFailure receives what user code throws
     */
    HandlerInvoker(Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
    }

    /** Sets the handler, or drops it. */
    void handler(@Nullable LinkHandler receiver) {
        handler = receiver;
    }

    /** True within a call of user code. */
    boolean isCalling() {
        return calling;
    }

    /** Calls the handler, if there is one. */
    void call(Consumer<LinkHandler> call) {
        LinkHandler receiver = handler;
        if (receiver != null) {
            run(() -> call.accept(receiver));
        }
    }

    /** Runs user code. */
    void run(Runnable userCode) {
        calling = true;
        try {
            userCode.run();
        } catch (SimulationError e) {
            throw e;
        } catch (Throwable e) {
            onFailure.accept(e);
        } finally {
            calling = false;
        }
    }
}
