package chaski.transport.tcp;

/**
 * What a transport runs on from its first use.
 *
 * @param sockets native or not
 * @param threads serve every listener and link
 * @param lingerMs how long a link may take to send its pending bytes when it is closed after its writes
 */
record Reactor(Sockets sockets, IoThreads threads, long lingerMs) {

    static Reactor start(Sockets sockets, long lingerMs) {
        return new Reactor(sockets, new IoThreads(sockets), lingerMs);
    }
}
