package chaski.remote.call;

import chaski.api.remote.CallException;
import org.jspecify.annotations.Nullable;

/** Runs what can throw only unchecked exceptions, though its type does not say so. Stateless. */
final class Unchecked {

    private Unchecked() {}

    @FunctionalInterface
    interface Body {
        @Nullable
        Object run() throws Throwable;
    }

    static @Nullable Object get(Body body) {
        try {
            return body.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new CallException("expected no checked exception here, got " + e, e);
        }
    }
}
