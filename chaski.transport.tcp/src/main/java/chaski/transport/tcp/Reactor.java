package chaski.transport.tcp;

/**
 * What runs in a transport from its first use on.
 *
 * @param sockets native or not
 * @param threads serve every listener and link
 * @param resolver looks names up beside them
 * @param lingerMs how long a link may take to send what it was given when it is closed after its writes
 */
record Reactor(Sockets sockets, IoThreads threads, NameResolver resolver, long lingerMs) {

    static Reactor start(Sockets sockets, NameResolver.Directory names, long lingerMs) {
        return new Reactor(sockets, new IoThreads(sockets), new NameResolver(names), lingerMs);
    }
}
