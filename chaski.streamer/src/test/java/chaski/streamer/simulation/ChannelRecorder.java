package chaski.streamer.simulation;

import chaski.api.Topic;
import chaski.api.node.Node;
import chaski.api.node.NodeServiceProvider;
import chaski.api.protocol.Channel;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.api.protocol.Route;
import chaski.streamer.StreamerProvider;

/** Creates the streamer of a node, with recorders between it and the engine. */
final class ChannelRecorder implements NodeServiceProvider {

    private final WorldNode node;
    private final StreamerProvider provider = new StreamerProvider();

    ChannelRecorder(WorldNode node) {
        this.node = node;
    }

    @Override
    public Class<?> type() {
        return provider.type();
    }

    @Override
    public Object create(Node real) {
        return provider.create(RecordingProxy.on(
                ProtocolNode.class,
                (method, arguments) -> method.getName().equals("open")
                        ? open(real, arguments)
                        : RecordingProxy.pass(real, method, arguments)));
    }

    private Channel open(Node real, Object[] arguments) {
        int number = (int) arguments[0];
        ChannelHandler handler = (ChannelHandler) arguments[2];
        ChannelHandler recorded = RecordingProxy.on(
                ChannelHandler.class,
                (method, args) -> method.getName().equals("open")
                        ? open(handler, (PeerSession) args[0])
                        : RecordingProxy.pass(handler, method, args));
        Channel channel = ProtocolNode.of(real).open(number, (String) arguments[1], recorded);
        return RecordingProxy.on(
                Channel.class, (method, args) -> call(number, channel, method.getName(), method, args));
    }

    private Inbound open(ChannelHandler handler, PeerSession session) {
        InboundRecorder recorder = new InboundRecorder(node, session);
        return recorder.between(handler.open(recorder.session()));
    }

    private Object call(int number, Channel channel, String name, java.lang.reflect.Method method, Object[] arguments)
            throws Throwable {
        if (name.equals("route") && arguments[0] instanceof Topic topic) {
            Route route = (Route) RecordingProxy.pass(channel, method, arguments);
            RouteRecorder recorder = new RouteRecorder(node, number, topic, route);
            node.opened(recorder);
            return recorder.between();
        }
        if (name.equals("close")) {
            node.channelClosed();
        }
        Object result = RecordingProxy.pass(channel, method, arguments);
        if (result instanceof DeclarationHandle declared) {
            node.declared(declared);
        }
        return result;
    }
}
