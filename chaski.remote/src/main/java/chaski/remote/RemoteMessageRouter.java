package chaski.remote;

import chaski.remote.call.AnnouncedExports;
import chaski.remote.call.CallClient;
import chaski.remote.call.ExporterDirectory;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.RpcChannelListener;
import chaski.remote.export.CallDispatcher;
import chaski.remote.export.ExportRegistry;
import chaski.remote.reference.PeerReferences;
import chaski.remote.stream.StreamTable;
import chaski.remote.wire.RemoteMessage;

/** Passes the messages and events of channels on to the parts of one remote. Thread-safe. */
final class RemoteMessageRouter implements RpcChannelListener {

    private final PeerChannels peers;
    private final ExportRegistry exports;
    private final AnnouncedExports announced;
    private final CallDispatcher dispatcher;
    private final CallClient client;
    private final StreamTable streams;

    RemoteMessageRouter(
            PeerChannels peers,
            ExportRegistry exports,
            ExporterDirectory exporters,
            CallDispatcher dispatcher,
            CallClient client,
            StreamTable streams) {
        this.peers = peers;
        this.exports = exports;
        this.announced = new AnnouncedExports(exporters);
        this.dispatcher = dispatcher;
        this.client = client;
        this.streams = streams;
    }

    @Override
    public void opened(RpcChannel channel) {
        dispatcher.opened(channel);
        client.opened(channel);
        streams.opened(channel);
    }

    @Override
    public void ready(RpcChannel channel) {
        exports.opened(channel);
    }

    @Override
    public void doubtChanged(RpcChannel channel) {
        client.doubtChanged(channel);
    }

    @Override
    public void accessChanged(RpcChannel channel) {
        announced.accessChanged(channel);
        dispatcher.accessChanged(channel);
        streams.accessChanged(channel);
    }

    /**
     * The calls that it received may have run; the objects that it lent are gone. The session may carry a later remote
     * of the same node.
     */
    @Override
    public void remoteClosed(RpcChannel channel) {
        forget(channel, "the remote of " + channel + " has closed: it was stopped or updated, or its node is closing");
        opened(channel);
    }

    @Override
    public void received(RpcChannel channel, RemoteMessage message) {
        if (message instanceof RemoteMessage.Call call) {
            dispatcher.call(channel, call);
        } else if (message instanceof RemoteMessage.Cancel cancel) {
            dispatcher.cancel(channel, cancel.id());
        } else if (message instanceof RemoteMessage.Export export) {
            announced.add(channel, export);
        } else if (message instanceof RemoteMessage.Unexport unexport) {
            announced.remove(channel, unexport.number());
        } else if (message instanceof RemoteMessage.Release release) {
            if (channel.references() instanceof PeerReferences references) {
                references.released(release.number(), release.count());
            }
        } else if (message instanceof RemoteMessage.OfStream ofStream) {
            streams.received(channel, ofStream);
        } else if (!client.answered(channel, message) && message instanceof RemoteMessage.Result result) {
            channel.references().discard(result.value());
        }
    }

    @Override
    public void closed(RpcChannel channel) {
        peers.closed(channel);
        forget(channel, "the session with " + channel + " ended");
    }

    private void forget(RpcChannel channel, String why) {
        exports.closed(channel);
        announced.closed(channel);
        dispatcher.closed(channel);
        client.closed(channel, why);
        streams.closed(channel, why);
        if (channel.references() instanceof PeerReferences references) {
            references.clear();
        }
    }
}
