package chaski.node.session;

import chaski.api.NodeId;
import chaski.node.send.CreditFlow;
import chaski.node.send.DatagramSender;
import chaski.node.send.SendChannel;
import chaski.node.send.SendChannelOwner;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The owner of an {@link SendChannel}, which only counts. */
public final class OwnerMarks implements SendChannelOwner {

    private final NodeId peer;
    private final DatagramSender datagrams = new NoDatagrams();
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
    public boolean hasCapability(int capability) {
        return true;
    }

    @Override
    public void wake() {
        wakes++;
        whenWoken.run();
    }

    private static final class NoDatagrams implements DatagramSender {

        @Override
        public void offer(ByteBuffer body) {}

        @Override
        public void dropped() {}

        @Override
        public void wake() {}
    }

    /** Called by each wake-up. */
    void onWake(Runnable callback) {
        whenWoken = callback;
    }

    @Override
    public DatagramSender datagrams() {
        return datagrams;
    }

    @Override
    public void blockedChanged(CreditFlow flow) {}
}
