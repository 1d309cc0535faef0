package chaski.api.remote;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** An object exported, or a function attached. Thread-safe. */
@ProviderType
public interface Registration extends AutoCloseable {

    /** {@return the name} */
    String name();

    /**
     * Says that attributes have changed, so that who {@linkplain RemoteObject#observe observes} them is told now. Never blocks.
     *
     * @param attributes their names, in the export's object; none means any of them
     */
    void changed(String... attributes);

    /**
     * Withdraws it as {@link #close} does, but lets streams of its publishers go on to their end; {@link #close} ends them. Its own methods may
     * call it, but must not wait for the stage, which waits for them.
     *
     * @return completed when the calls and streams in flight have finished; never fails
     */
    CompletionStage<Void> drain();

    /**
     * Withdraws it, and does not wait: calls in flight finish, one that closes it from within, too. A call that arrives later is not executed, and its caller is told so; a
     * proxy then waits for another exporter up to the call's deadline. Streams of its publishers end: their subscribers are told an
     * {@link UnavailableException}, and so is who subscribes later to a publisher that it gave.
     */
    @Override
    void close();
}
