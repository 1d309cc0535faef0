package chaski.remote.line;

import chaski.remote.wire.RemoteMessage;

/** Told what comes over lines, on I/O threads and the control loop; must not block and must not run user code. */
public interface LineListener {

    /**
     * A session begins.
     *
     * @param line the way to its peer
     */
    void opened(Line line);

    /**
     * The remote of the peer is there, from now on or for a while already: it hears what it is sent.
     *
     * @param line the way to it
     */
    void ready(Line line);

    /**
     * The remote of the peer has closed, while the session goes on.
     *
     * @param line the way to it
     */
    void left(Line line);

    /**
     * A message arrived.
     *
     * @param line from where
     * @param message what
     * @throws chaski.api.ProtocolException when the peer should not have sent it
     */
    void received(Line line, RemoteMessage message);

    /**
     * The peer is in doubt now, or is not any more: {@link Line#isInDoubt} says which.
     *
     * @param line the way to it
     */
    void doubtChanged(Line line);

    /**
     * The session ended; nothing follows.
     *
     * @param line the way that is no more
     */
    void closed(Line line);
}
