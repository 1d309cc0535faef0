package chaski.remote.channel;

import chaski.api.NodeId;
import chaski.remote.value.References;
import chaski.remote.wire.RemoteMessage;
import java.util.function.Function;

/** The channel to this node itself: messages are passed on without encoding. */
public final class LocalRpcChannel implements RpcChannel {

    private static final SendHandle ARRIVED = new SendHandle() {
        @Override
        public boolean withdraw() {
            return false;
        }

        @Override
        public boolean mayArrive() {
            return true;
        }
    };

    private final NodeId node;
    private final String name;
    private final RpcChannelListener listener;
    private final References references;

    /** Creates the channel.
     *
     * @param node its id
     * @param name its name
     * @param listener receives the messages
     * @param references makes the references of the channel
     */
    public LocalRpcChannel(
            NodeId node, String name, RpcChannelListener listener, Function<RpcChannel, References> references) {
        this.node = node;
        this.name = name;
        this.listener = listener;
        this.references = references.apply(this);
    }

    @Override
    public NodeId node() {
        return node;
    }

    @Override
    public String nodeName() {
        return name;
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public boolean isInDoubt() {
        return false;
    }

    @Override
    public SendHandle send(RemoteMessage message) {
        listener.received(this, message);
        return ARRIVED;
    }

    @Override
    public boolean isFree(Runnable whenFree) {
        return true;
    }

    @Override
    public References references() {
        return references;
    }

    @Override
    public String toString() {
        return "this node";
    }
}
