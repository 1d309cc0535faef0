package chaski.transport.udp;

/** What is counted of the datagrams of a transport: whatever is ignored, by reason, and what recovery has done. */
enum UdpCounter {
    /** Too short, or a wrong checksum: not of this protocol, cut off, or changed on the way. */
    GARBLED("udp.ignored.garbled"),
    /** A whole datagram with contents that are not of the form. */
    MALFORMED("udp.ignored.malformed"),
    /** Of a type that does not belong there, such as an answer that nothing waits for. */
    UNEXPECTED("udp.ignored.unexpected"),
    /** A packet of a connection that is not known. */
    UNKNOWN("udp.ignored.unknown"),
    /** A packet of a connection, from an address that is not its own. */
    FOREIGN("udp.ignored.foreign"),
    /** Connections whose dialler has another address than before. */
    MOVED("udp.moved"),
    /** A packet that had arrived before, or too late to know. */
    REPEATED("udp.ignored.repeated"),
    /** A request with a token that was not made for it. */
    TOKEN_FORGED("udp.refused.token-forged"),
    /** A request with a token that is too old. */
    TOKEN_EXPIRED("udp.refused.token-expired"),
    /** A request with a token that has been used. */
    TOKEN_USED("udp.refused.token-used"),
    /** A request that came when too many tokens had been used lately, or too many connections were there. */
    FULL("udp.refused.full"),
    /** A request for another version. */
    VERSION("udp.refused.version"),
    /** A request for a port that takes none any more. */
    NOT_LISTENING("udp.refused.not-listening"),
    /** Datagrams of users that were dropped because too many waited. */
    DATAGRAMS_DROPPED("udp.datagrams.dropped"),
    /** Packets declared lost, of links that are over. */
    LOST("udp.packets.lost"),
    /** Packets declared lost of which an acknowledgement came after all, of links that are over. */
    SPURIOUSLY_LOST("udp.packets.spuriously-lost"),
    /** Bytes sent once more, of links that are over. */
    RETRANSMITTED_BYTES("udp.bytes.retransmitted");

    private final String text;

    UdpCounter(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
