package chaski.api.transport;

/** A capability of a transport and its links. */
public enum Feature {
    /** Links are reliable and ordered while they last. */
    RELIABLE,
    /** Links also carry datagrams that may be lost or reordered. */
    DATAGRAM,
    /** Links are encrypted and both sides are authenticated. */
    SECURE,
    /**
     * Hosts are Internet hosts. {@link Transport#connect} and {@link Transport#listen} then expect an IP address as the host: the caller
     * resolves names, and tries the addresses of a name. Without it, hosts are passed as written.
     */
    IP_HOSTS
}
