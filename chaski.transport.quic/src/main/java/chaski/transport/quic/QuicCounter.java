package chaski.transport.quic;

/** What is counted of the connections and datagrams of a transport. */
enum QuicCounter {
    /** A request with a token that was not made for it, or is too old. */
    TOKEN("quic.refused.token"),
    /** A request that arrived when too many handshakes were pending. */
    FULL("quic.refused.full"),
    /** A request for a port that accepts none any more. */
    NOT_LISTENING("quic.refused.not-listening"),
    /** A handshake that ended because a certificate was refused, by either end. */
    CERTIFICATE("quic.refused.certificate"),
    /** A handshake that failed otherwise, or took too long. */
    HANDSHAKE("quic.refused.handshake"),
    /** Connections for which there are no credentials. */
    CREDENTIALS("quic.refused.credentials"),
    /** Connections whose dialler's address has changed. */
    MOVED("quic.moved"),
    /** Links that ended because nothing was repeated that was lost when the address changed. */
    STALLED("quic.moved.stalled"),
    /** Datagrams of users that were dropped because too many waited. */
    DATAGRAMS_DROPPED("quic.datagrams.dropped"),
    /** Packets declared lost, of links that have ended. */
    LOST("quic.packets.lost");

    private final String text;

    QuicCounter(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
