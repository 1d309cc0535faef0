package chaski.transport.quic;

/**
 * The resources of a transport, created at its first use.
 *
 * @param sockets native or NIO
 * @param threads serve every listener and link
 * @param codecs the settings of QUIC
 * @param counters of the transport
 * @param lingerMs how long a link may take to send its pending bytes when it is closed after its writes
 */
record QuicReactor(
        QuicSockets sockets, QuicIoThreads threads, QuicCodecs codecs, QuicCounters counters, long lingerMs) {

    static QuicReactor start(QuicSockets sockets, QuicCodecs codecs, QuicCounters counters, long lingerMs) {
        return new QuicReactor(sockets, new QuicIoThreads(sockets), codecs, counters, lingerMs);
    }
}
