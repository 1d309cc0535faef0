package chaski.api.transport;

/** What the links of a transport can do. */
public enum Feature {
    /** Links are reliable and ordered while they last. */
    RELIABLE,
    /** Links also carry datagrams that may be lost or reordered. */
    DATAGRAM,
    /** Links are encrypted and both sides are authenticated. */
    SECURE
}
