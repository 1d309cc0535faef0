package chaski.remote.channel;

import chaski.api.NodeId;
import chaski.api.security.Decision;
import chaski.api.security.Permission;
import chaski.remote.reference.LocalReferences;
import chaski.remote.value.References;
import chaski.remote.wire.RemoteMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A channel to a node that does not exist: it keeps what is sent. */
public final class FakeRpcChannel implements RpcChannel {

    /** What was sent, in order. */
    public final List<RemoteMessage> sent = new ArrayList<>();

    /** True if the process at the other end seems to have ended. */
    public boolean inDoubt;

    /** True if messages are still queued, so that they can be withdrawn. */
    public boolean queued;

    /** What the node at the other end may do at this one. */
    public Decision decision = Decision.allow("test");

    private final NodeId node;
    private final References references =
            new LocalReferences(new AtomicLong(100), (source, decoder) -> source.publisher());

    /**
     * Creates a channel.
     *
     * @param number the id of the node at the other end
     */
    public FakeRpcChannel(long number) {
        node = new NodeId(new UUID(0, number));
    }

    @Override
    public NodeId node() {
        return node;
    }

    @Override
    public String nodeName() {
        return "node-" + node.value().getLeastSignificantBits();
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    @Override
    public boolean isInDoubt() {
        return inDoubt;
    }

    @Override
    public SendHandle send(RemoteMessage message) {
        sent.add(message);
        boolean withdrawable = queued;
        return new SendHandle() {
            @Override
            public boolean withdraw() {
                return withdrawable && sent.remove(message);
            }

            @Override
            public boolean mayArrive() {
                return !withdrawable;
            }
        };
    }

    @Override
    public boolean isFree(Runnable whenFree) {
        return true;
    }

    @Override
    public Decision decide(Permission permission, String service, String member) {
        return decision;
    }

    @Override
    public References references() {
        return references;
    }

    @Override
    public String toString() {
        return nodeName();
    }
}
