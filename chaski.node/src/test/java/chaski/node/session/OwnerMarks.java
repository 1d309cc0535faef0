package chaski.node.session;

import chaski.api.NodeId;
import chaski.node.send.CreditFlow;
import chaski.node.send.SendChannel;
import chaski.node.send.SendChannelOwner;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The owner of an {@link SendChannel}, which only counts. */
public final class OwnerMarks implements SendChannelOwner {

    private final NodeId peer;
    private Runnable whenWoken = () -> {};
    public int wakes;

    public OwnerMarks(long id) {
        peer = new NodeId(new UUID(0, id));
    }

    @Override
    public NodeId peer() {
        return peer;
    }

    @Override
    public boolean isInDoubt() {
        return false;
    }

    @Override
    public String peerName() {
        return "peer";
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public boolean takesCuts() {
        return true;
    }

    @Override
    public void wake() {
        wakes++;
        whenWoken.run();
    }

    /** Called by each wake-up. */
    void onWake(Runnable callback) {
        whenWoken = callback;
    }

    @Override
    public void datagram(ByteBuffer body) {}

    @Override
    public void datagramDropped() {}

    @Override
    public void wakeForDatagram() {}

    @Override
    public void blockedChanged(CreditFlow flow) {}
}
