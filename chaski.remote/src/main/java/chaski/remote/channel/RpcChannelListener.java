package chaski.remote.channel;

import chaski.remote.wire.RemoteMessage;

/** Told what comes over channels, on I/O threads and the control loop; must not block and must not run user code. */
public interface RpcChannelListener {

    /**
     * A session begins.
     *
     * @param channel the way to its peer
     */
    void opened(RpcChannel channel);

    /**
     * The remote of the peer is there, from now on or for a while already: it hears what it is sent.
     *
     * @param channel the way to it
     */
    void ready(RpcChannel channel);

    /**
     * The remote of the peer has closed, while the session goes on.
     *
     * @param channel the way to it
     */
    void remoteClosed(RpcChannel channel);

    /**
     * A message arrived.
     *
     * @param channel from where
     * @param message what
     * @throws chaski.api.ProtocolException when the peer should not have sent it
     */
    void received(RpcChannel channel, RemoteMessage message);

    /**
     * The peer is in doubt now, or is not any more: {@link RpcChannel#isInDoubt} says which.
     *
     * @param channel the way to it
     */
    void doubtChanged(RpcChannel channel);

    /**
     * The session ended; nothing follows.
     *
     * @param channel the way that is no more
     */
    void closed(RpcChannel channel);
}
