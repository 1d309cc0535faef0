package chaski.remote.export;

import chaski.api.protocol.DeclarationHandle;
import chaski.remote.value.PublisherSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One name that this node exports, with its calls in flight and the streams of the publishers it returned. Thread-safe. */
final class Export implements PublisherSource.Owner {

    private final long number;
    private final String name;
    private final CallTarget target;
    private final DeclarationHandle declared;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final Set<Runnable> streams = new LinkedHashSet<>();
    private int inFlight;
    private boolean withdrawn;

    Export(long number, String name, CallTarget target, DeclarationHandle declared) {
        this.number = number;
        this.name = name;
        this.target = target;
        this.declared = declared;
    }

    long number() {
        return number;
    }

    String name() {
        return name;
    }

    CallTarget target() {
        return target;
    }

    boolean isFunction() {
        return target instanceof CallTarget.OfFunction;
    }

    /** Counts the beginning of a call; false if the export is withdrawn. */
    synchronized boolean begin() {
        if (withdrawn) {
            return false;
        }
        inFlight++;
        return true;
    }

    void end() {
        boolean last;
        synchronized (this) {
            inFlight--;
            last = withdrawn && inFlight == 0;
        }
        if (last) {
            drained.complete(null);
        }
    }

    @Override
    public synchronized boolean begin(Runnable stop) {
        return begin() && streams.add(stop);
    }

    @Override
    public void end(Runnable stop) {
        boolean counted;
        synchronized (this) {
            counted = streams.remove(stop);
        }
        if (counted) {
            end();
        }
    }

    /** Ends all streams, since it is unknown whether they would end by themselves. */
    void stopStreams() {
        List<Runnable> all;
        synchronized (this) {
            all = List.copyOf(streams);
        }
        all.forEach(Runnable::run);
    }

    /** Accepts no more calls and subscriptions. The future completes when calls and streams in flight have ended. */
    CompletableFuture<Void> withdraw() {
        boolean idle;
        boolean first;
        synchronized (this) {
            first = !withdrawn;
            withdrawn = true;
            idle = inFlight == 0;
        }
        if (first) {
            declared.withdraw(() -> {});
        }
        if (idle) {
            drained.complete(null);
        }
        return drained.copy();
    }
}
