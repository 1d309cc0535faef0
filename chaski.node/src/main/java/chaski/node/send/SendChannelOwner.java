package chaski.node.send;

import chaski.api.NodeId;

/** The session that a sending side belongs to. Its methods only set marks. */
public interface SendChannelOwner {

    NodeId peer();

    /** True if the peer's process seems to have ended. May be called on any thread. */
    boolean isInDoubt();

    String peerName();

    /** True if the peer shows signs of life. May be called on any thread. */
    boolean isAlive();

    /** True if the peer has set that bit in its HELLO. */
    boolean hasCapability(int capability);

    /** Reports that there is something to send. */
    void wake();

    /** {@return where it sends datagrams} */
    DatagramSender datagrams();

    /** Reports that a flow's need for credit has changed. */
    void blockedChanged(CreditFlow flow);
}
