package chaski.remote.channel;

import chaski.remote.wire.RemoteMessage;

/** Receives messages and events of channels, on I/O threads and the control loop. Must not block and must not run user code. */
public interface RpcChannelListener {

    /**
     * A session begins.
     *
     * @param channel the channel to its peer
     */
    void opened(RpcChannel channel);

    /**
     * The remote of the peer is present, and receives messages.
     *
     * @param channel the channel to it
     */
    void ready(RpcChannel channel);

    /**
     * The remote of the peer has closed, while the session continues.
     *
     * @param channel the channel to it
     */
    void remoteClosed(RpcChannel channel);

    /**
     * A message arrived.
     *
     * @param channel the channel it came from
     * @param message the message
     * @throws chaski.api.ProtocolException when the peer should not have sent it
     */
    void received(RpcChannel channel, RemoteMessage message);

    /**
     * The peer has come into doubt, or is no longer in doubt; see {@link RpcChannel#isInDoubt}.
     *
     * @param channel the channel to it
     */
    void doubtChanged(RpcChannel channel);

    /**
     * Decisions on the peer may have changed; see {@link RpcChannel#decide}.
     *
     * @param channel the channel to it
     */
    default void accessChanged(RpcChannel channel) {}

    /**
     * The session ended. No call follows.
     *
     * @param channel the closed channel
     */
    void closed(RpcChannel channel);
}
