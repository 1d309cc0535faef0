package chaski.remote.call;

import chaski.api.remote.CallException;
import org.jspecify.annotations.Nullable;

/** Runs code that throws unchecked exceptions only, although its signature allows others. Stateless. */
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
