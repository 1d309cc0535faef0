package chaski.itest.scenario;

import chaski.api.node.Node;
import chaski.api.remote.CallException;
import chaski.api.remote.Remote;
import chaski.itest.scenario.PeerProgram.Callback;
import chaski.itest.scenario.PeerProgram.Registry;
import chaski.itest.scenario.PeerProgram.Topics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A caller that lent a callback is killed: calling it back fails soon, and not at the deadline of 10 s. */
final class KilledCaller {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOADING = Duration.ofSeconds(30);

    /** Generous: a peer is in doubt after 2 s. */
    private static final Duration LIMIT = Duration.ofSeconds(6);

    private KilledCaller() {}

    static void run(ScenarioContext context) throws Exception {
        Node exporting = context.listening("exporting");
        CompletableFuture<Callback> registered = new CompletableFuture<>();
        exporting.service(Remote.class).export(Topics.REGISTRY, Registry.class, registered::complete);
        PeerProcess victim =
                context.process("caller", exporting.endpoints().get(0).toString(), "-");
        victim.await("REGISTERED");
        Callback callback = context.within(PATIENCE, "callback registered after", registered);
        // The first call loads the codec's classes in both processes, which can outlast a deadline on a busy machine.
        context.until("the caller is called back", LOADING, () -> notify(callback, "before")
                .isEmpty());
        victim.await("NOTIFIED");
        victim.kill();

        String outcome = context.within(
                LIMIT, "calling it back failed after", context.start("callback", () -> notify(callback, "after")));
        context.expect(!outcome.isEmpty(), "a failure of the call");
        String next = context.within(
                LIMIT,
                "calling it back again failed after",
                context.start("callback", () -> notify(callback, "after")));
        context.expect(!next.isEmpty(), "a failure of the next call");
    }

    /** Returns how it failed, or an empty text. */
    private static String notify(Callback callback, String text) {
        try {
            callback.notify(text);
            return "";
        } catch (CallException e) {
            return e.toString();
        }
    }
}
