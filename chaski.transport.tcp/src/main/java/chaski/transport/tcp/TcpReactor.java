package chaski.transport.tcp;

/**
 * The resources of a transport, created at its first use.
 *
 * @param sockets native or NIO
 * @param threads serve every listener and link
 * @param lingerMs how long a link may take to send its pending bytes when it is closed after its writes, and to deliver the reason if
 *     this end has refused its handshake
 */
record TcpReactor(TcpSockets sockets, TcpIoThreads threads, long lingerMs) {

    static TcpReactor start(TcpSockets sockets, long lingerMs) {
        return new TcpReactor(sockets, new TcpIoThreads(sockets), lingerMs);
    }
}
