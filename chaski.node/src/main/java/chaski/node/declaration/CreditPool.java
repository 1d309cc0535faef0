package chaski.node.declaration;

import chaski.api.ProtocolException;
import chaski.api.node.Environment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shares one declaration's window among its peers and this node's own publishers.
 *
 * <p>A flow begins with a small grant and gets more as its peer reports that it is blocked, up to an even share of the window; a
 * quarter is kept for newcomers. When a blocked flow cannot be served, flows that hold credit and do not use it are asked to give
 * it back. Those who wait are served in order. A message larger than the window passes when nothing is outstanding; what its own
 * flow has left is asked back, too, since it may be set aside for another message.
 *
 * <p>Thread-safe. Peers and callbacks are told after the lock is let go.
 */
final class CreditPool {

    /** The first grant is this part of the window, */
    private static final int FIRST_PART = 8;

    /** but no less than this many bytes, as long as that is at most half of what is free. */
    private static final long FIRST_LEAST_BYTES = 64 * 1024;

    private final long capacity;
    private final long largestCost;
    private final List<InboundFlow> flows = new ArrayList<>();
    private final ArrayDeque<InboundFlow> blocked = new ArrayDeque<>();
    private final List<LocalWait> localWaits = new ArrayList<>();
    private long outstanding;
    private int openFlows;

    CreditPool(long capacity, long largestCost) {
        this.capacity = capacity;
        this.largestCost = largestCost;
    }

    private record LocalWait(long cost, Runnable callback) {}

    InboundFlow open(DeclarationPeer peer, long declarationId) {
        InboundFlow flow = new InboundFlow(this, peer, declarationId);
        synchronized (this) {
            flows.add(flow);
            openFlows++;
            flow.target = Math.min(capacity, Math.max(capacity / FIRST_PART, FIRST_LEAST_BYTES));
            if (blocked.isEmpty()
                    && localWaits.isEmpty()) { // or nobody would ask the newcomer for what others wait for
                long most = openFlows == 1 ? free() : free() / 2; // less than nothing while a larger message is out
                give(flow, Math.max(0, Math.min(flow.target, most)));
            }
        }
        return flow;
    }

    /** The session of a flow has ended: what its peer had not used is free again; what waits in the queue still counts. */
    void close(InboundFlow flow) {
        List<Runnable> told = new ArrayList<>(2);
        synchronized (this) {
            if (flow.closed) {
                return;
            }
            flow.closed = true;
            openFlows--;
            blocked.remove(flow);
            giveBack(flow, flow.reclaim(), flow.unused());
            forgetIfEmpty(flow);
            share(told);
        }
        told.forEach(Runnable::run);
    }

    void taken(InboundFlow flow, long cost) {
        List<Runnable> told = new ArrayList<>(2);
        synchronized (this) {
            flow.taken += cost;
            outstanding -= cost;
            forgetIfEmpty(flow);
            share(told);
            if (!flow.closed && flow.outstanding() <= flow.target / 2 && blocked.isEmpty()) {
                long more = Math.min(flow.target - flow.outstanding(), free());
                if (more > 0) {
                    give(flow, more);
                    told.add(() -> flow.peer.creditChanged(flow));
                }
            }
        }
        told.forEach(Runnable::run);
    }

    void blocked(InboundFlow flow, long needed) {
        List<Runnable> told = new ArrayList<>(2);
        synchronized (this) {
            flow.needed = needed;
            long need = need(flow);
            if (flow.closed || need <= 0) {
                return;
            }
            flow.target = Math.min(Math.max(evenShare(), need), flow.target * 2);
            if (!blocked.contains(flow)) {
                blocked.addLast(flow);
            }
            share(told);
        }
        told.forEach(Runnable::run);
    }

    void yielded(InboundFlow flow, int generation, long amount) {
        List<Runnable> told = new ArrayList<>(2);
        synchronized (this) {
            if (flow.closed || amount < 0 || amount > flow.unused()) {
                throw new ProtocolException(
                        "expected a YIELD of at most the unused credit " + flow.unused() + ", got " + amount);
            }
            giveBack(flow, generation, amount);
            if (need(flow) > 0 && !blocked.contains(flow)) {
                blocked.addLast(flow); // it said so before this came out of the log
            }
            flow.target = Math.min(flow.target, Math.max(evenShare(), FIRST_LEAST_BYTES));
            share(told);
        }
        told.forEach(Runnable::run);
    }

    synchronized boolean tryReserve(long cost) {
        if (outstanding > 0 && (cost > free() || !blocked.isEmpty())) {
            return false;
        }
        outstanding += cost;
        return true;
    }

    void release(long cost) {
        List<Runnable> told = new ArrayList<>(2);
        synchronized (this) {
            outstanding -= cost;
            share(told);
        }
        told.forEach(Runnable::run);
    }

    Environment.Cancellable whenReservable(long cost, Runnable callback) {
        LocalWait wait = new LocalWait(cost, callback);
        List<Runnable> told = new ArrayList<>(2);
        synchronized (this) {
            localWaits.add(wait);
            share(told);
        }
        told.forEach(Runnable::run);
        return () -> {
            synchronized (this) {
                localWaits.remove(wait);
            }
        };
    }

    private long free() {
        return capacity - outstanding;
    }

    private long evenShare() {
        return Math.max(1, (capacity - capacity / 4) / Math.max(1, openFlows));
    }

    private void give(InboundFlow flow, long more) {
        flow.grant(more);
        outstanding += more;
    }

    private void giveBack(InboundFlow flow, int generation, long amount) {
        flow.settleReclaim(generation, amount);
        outstanding -= amount;
    }

    private void forgetIfEmpty(InboundFlow flow) {
        if (flow.closed && flow.outstanding() == 0) {
            flows.remove(flow);
        }
    }

    /** Serves those who wait, in order, as far as it goes. */
    private void share(List<Runnable> told) {
        while (!blocked.isEmpty()) {
            InboundFlow flow = blocked.peekFirst();
            long need = need(flow);
            if (need > free() && outstanding > 0) {
                askBack(outstanding == flow.unused() ? null : flow, told);
                return;
            }
            blocked.removeFirst();
            if (need > 0) {
                long growth = Math.max(0, Math.min(flow.target - flow.outstanding() - need, (free() - need) / 2));
                give(flow, need + growth);
                told.add(() -> flow.peer.creditChanged(flow));
            }
        }
        serveLocal(told);
    }

    private void serveLocal(List<Runnable> told) {
        Iterator<LocalWait> waits = localWaits.iterator();
        while (waits.hasNext()) {
            LocalWait wait = waits.next();
            if (wait.cost() <= free() || outstanding == 0) {
                waits.remove();
                told.add(wait.callback());
            } else {
                askBack(null, told);
                return;
            }
        }
    }

    /** What the peer's message lacks. A peer may say what it likes, but a message has a largest size. */
    private long need(InboundFlow flow) {
        return Math.min(flow.lacking(), largestCost);
    }

    private void askBack(@Nullable InboundFlow except, List<Runnable> told) {
        for (InboundFlow flow : flows) {
            if (flow != except && flow.mayBeAsked()) {
                flow.askBack();
                told.add(() -> flow.peer.creditChanged(flow));
            }
        }
    }
}
