package chaski.transport.udp;

/**
 * What is counted of the datagrams of a transport: those that were ignored, by reason, and the work of loss recovery.
 */
enum UdpCounter {
    /** Too short, or a wrong checksum: not of this protocol, truncated, or changed in transit. */
    GARBLED("udp.ignored.garbled"),
    /** A whole datagram with malformed contents. */
    MALFORMED("udp.ignored.malformed"),
    /** Of a type that does not belong there, such as an unexpected answer. */
    UNEXPECTED("udp.ignored.unexpected"),
    /** A packet of a connection that is not known. */
    UNKNOWN("udp.ignored.unknown"),
    /** A packet of a connection, from an address other than its own. */
    FOREIGN("udp.ignored.foreign"),
    /** Connections whose dialler's address has changed. */
    MOVED("udp.moved"),
    /** A packet that had arrived before, or too late to know. */
    REPEATED("udp.ignored.repeated"),
    /** A request with a token that was not made for it. */
    TOKEN_FORGED("udp.refused.token-forged"),
    /** A request with a token that is too old. */
    TOKEN_EXPIRED("udp.refused.token-expired"),
    /** A request with a token that has been used. */
    TOKEN_USED("udp.refused.token-used"),
    /** A request that arrived when too many tokens had been used recently, or there were too many connections. */
    FULL("udp.refused.full"),
    /** A request for another version. */
    VERSION("udp.refused.version"),
    /** A request for a port that accepts none any more. */
    NOT_LISTENING("udp.refused.not-listening"),
    /** Datagrams of users that were dropped because too many waited. */
    DATAGRAMS_DROPPED("udp.datagrams.dropped"),
    /** Packets declared lost, of links that have ended. */
    LOST("udp.packets.lost"),
    /** Packets declared lost and acknowledged later, of links that have ended. */
    SPURIOUSLY_LOST("udp.packets.spuriously-lost"),
    /** How often a path ceased to carry packets of the size that was found, of links that have ended. */
    BLACK_HOLES("udp.path.black-holes"),
    /** Bytes sent again, of links that have ended. */
    RETRANSMITTED_BYTES("udp.bytes.retransmitted");

    private final String text;

    UdpCounter(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
