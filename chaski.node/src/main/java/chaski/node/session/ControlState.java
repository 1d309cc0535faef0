package chaski.node.session;

import chaski.node.declaration.DeclarationPeer;
import chaski.node.declaration.Declarations;
import chaski.node.declaration.InboundCredit;
import chaski.node.frame.FrameBatch;
import chaski.node.send.CreditFlow;
import chaski.node.wire.BlockedFrame;
import chaski.node.wire.CreditFrame;
import chaski.node.wire.DeclareFrame;
import chaski.node.wire.DeclaredFrame;
import chaski.node.wire.Goodbye;
import chaski.node.wire.GoodbyeFrame;
import chaski.node.wire.PingFrame;
import chaski.node.wire.RenewFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to the peer outside the send log: state, not events. Any thread sets marks; the link's I/O thread
 * renders what is marked when it writes, with the values of that moment. At most one of each kind is pending, so that
 * floods cost no memory, and everything is marked again when the session moves to a new link. From then on the previous
 * link renders nothing, although it continues to write until it is closed: what it rendered would be lost with it.
 */
final class ControlState {

    private static final int NONE = -1;
    private static final int DECLARED_BYTES_ESTIMATE = 320;

    private final Declarations declarations;
    private final LongConsumer pingLeaves;
    private final Set<InboundCredit> credits = new LinkedHashSet<>();
    private final Set<CreditFlow> blocked = new LinkedHashSet<>();

    /** The part of the link that renders the state. Written with the lock held. */
    private volatile @Nullable Object teller;

    private boolean declarationsDue;
    private boolean renewalDue;
    private long pingId;
    private int pingBytes = NONE;
    private long pongId;
    private int pongBytes = NONE;
    private @Nullable Goodbye goodbye;
    private volatile boolean due;

    /** A PING or PONG to be written, or {@link #NONE}. */
    private record Echo(long id, int bytes) {}

    /**
     * Creates the state of one session.
     *
     * @param declarations the declarations of this node
     * @param pingLeaves receives the number of a PING when it is written
     */
    ControlState(Declarations declarations, LongConsumer pingLeaves) {
        this.declarations = declarations;
        this.pingLeaves = pingLeaves;
    }

    /** True if that link has something to render. */
    boolean isDue(Object by) {
        return due && teller == by;
    }

    synchronized void credit(InboundCredit flow) {
        credits.add(flow);
        due = true;
    }

    synchronized void blocked(CreditFlow flow) {
        blocked.add(flow);
        due = true;
    }

    synchronized void declarations() {
        declarationsDue = true;
        due = true;
    }

    /** Asks the peer to dial another link. Valid for the present link only. */
    synchronized void renewal() {
        renewalDue = true;
        due = true;
    }

    synchronized void ping(long id, int bytes) {
        pingId = id;
        pingBytes = bytes;
        due = true;
    }

    /** Drops a PING that may not have been sent yet and whose answer is no longer awaited. */
    synchronized void noPing() {
        pingBytes = NONE;
    }

    synchronized void pong(long id, int bytes) {
        pongId = id;
        pongBytes = bytes;
        due = true;
    }

    synchronized void goodbye(Goodbye farewell) {
        goodbye = farewell;
        due = true;
    }

    /**
     * Marks all state dirty for the new link, which from now on is the only one that sends it. PING and PONG are not
     * affected. Both may belong to the new link: its first PING can arrive, and its first ping be requested, before the
     * control loop calls this. One that belongs to the previous link does no harm: its number is no longer known on
     * either side.
     */
    synchronized void repeat(Object next, Collection<InboundCredit> flows, Collection<CreditFlow> blockedFlows) {
        teller = next;
        credits.addAll(flows);
        blocked.addAll(blockedFlows);
        declarationsDue = true;
        renewalDue = false;
        due = true;
    }

    /**
     * Renders what is marked, unless another link has taken over.
     *
     * @param by the part of the link that writes
     * @param batch the batch to write to
     * @param peer the peer as this node's declarations see it
     * @param declaredSent the version of the declarations that was last sent on this link
     * @return the version that is sent now
     */
    long render(Object by, FrameBatch batch, DeclarationPeer peer, long declaredSent) {
        List<InboundCredit> someCredits;
        List<CreditFlow> someBlocked;
        boolean declare;
        boolean renew;
        Echo pong;
        Echo ping;
        Goodbye farewell;
        synchronized (this) {
            if (teller != by) {
                return declaredSent;
            }
            due = false;
            someCredits = take(credits, CreditFrame.MAX_ENTRIES);
            someBlocked = take(blocked, BlockedFrame.MAX_ENTRIES);
            declare = declarationsDue;
            declarationsDue = false;
            renew = renewalDue;
            renewalDue = false;
            pong = new Echo(pongId, pongBytes);
            ping = new Echo(pingId, pingBytes);
            farewell = goodbye;
            pongBytes = NONE;
            pingBytes = NONE;
            goodbye = null;
            due = due || !credits.isEmpty() || !blocked.isEmpty();
        }
        // Without the lock: a caller that requests a PING holds the lock of Pings and acquires this one.
        renderEchoes(batch, pong, ping);
        long declared = declare ? renderDeclarations(batch, peer, declaredSent) : declaredSent;
        renderCredits(batch, someCredits);
        renderBlocked(batch, someBlocked);
        if (renew) {
            RenewFrame.encode(batch.frame(RenewFrame.BYTES));
            batch.frameWritten(RenewFrame.BYTES);
        }
        renderGoodbye(batch, farewell);
        return declared;
    }

    private static <T> List<T> take(Set<T> from, int most) {
        List<T> taken = new ArrayList<>(Math.min(most, from.size()));
        for (Iterator<T> i = from.iterator(); i.hasNext() && taken.size() < most; ) {
            taken.add(i.next());
            i.remove();
        }
        return taken;
    }

    private void renderEchoes(FrameBatch batch, Echo pong, Echo ping) {
        if (pong.bytes() != NONE) {
            ByteBuffer out = batch.frame(PingFrame.EMPTY_BYTES + pong.bytes());
            int start = out.position();
            PingFrame.encodePong(out, pong.id(), pong.bytes());
            batch.frameWritten(out.position() - start);
        }
        if (ping.bytes() != NONE) {
            ByteBuffer out = batch.frame(PingFrame.EMPTY_BYTES + ping.bytes());
            int start = out.position();
            pingLeaves.accept(ping.id());
            PingFrame.encodePing(out, ping.id(), ping.bytes());
            batch.frameWritten(out.position() - start);
        }
    }

    private long renderDeclarations(FrameBatch batch, DeclarationPeer peer, long declaredSent) {
        Declarations.Changes changes = declarations.changes(peer, declaredSent, DeclareFrame.MAX_CHANGES);
        if (changes.upTo() == declaredSent) {
            return declaredSent;
        }
        int estimate = DeclaredFrame.BYTES
                + Math.min(2 * DeclareFrame.MAX_BYTES, 64 + changes.list().size() * DECLARED_BYTES_ESTIMATE);
        ByteBuffer out = batch.frame(estimate);
        int start = out.position();
        for (int from = 0; from < changes.list().size(); ) {
            int to = from + DeclareFrame.fit(changes.list(), from);
            DeclareFrame.encode(changes.list().subList(from, to), out);
            from = to;
        }
        DeclaredFrame.encode(out, changes.upTo());
        batch.frameWritten(out.position() - start);
        declarations(); // there may be more
        declarations.askedBack(peer, changes.list()).forEach(this::credit);
        return changes.upTo();
    }

    private static void renderCredits(FrameBatch batch, List<InboundCredit> flows) {
        if (flows.isEmpty()) {
            return;
        }
        ByteBuffer out = batch.frame(CreditFrame.EMPTY_BYTES + flows.size() * CreditFrame.ENTRY_BYTES);
        int start = out.position();
        int mark = CreditFrame.begin(out);
        for (InboundCredit flow : flows) {
            CreditFrame.add(out, flow.declarationId(), flow.granted(), flow.reclaim());
        }
        CreditFrame.end(out, mark);
        batch.frameWritten(out.position() - start);
    }

    private static void renderBlocked(FrameBatch batch, List<CreditFlow> flows) {
        if (flows.isEmpty()) {
            return;
        }
        ByteBuffer out = batch.frame(BlockedFrame.EMPTY_BYTES + flows.size() * BlockedFrame.ENTRY_BYTES);
        int start = out.position();
        int mark = BlockedFrame.begin(out);
        for (CreditFlow flow : flows) {
            BlockedFrame.add(out, flow.id, flow.blockedNeed());
        }
        BlockedFrame.end(out, mark);
        batch.frameWritten(out.position() - start);
    }

    private static void renderGoodbye(FrameBatch batch, @Nullable Goodbye farewell) {
        if (farewell != null) {
            ByteBuffer out = batch.frame(GoodbyeFrame.MAX_BYTES);
            int start = out.position();
            GoodbyeFrame.encode(farewell, out);
            batch.frameWritten(out.position() - start);
        }
    }
}
