package chaski.node.link;

/** The hosts that are this machine itself, as transports write them. */
public final class LoopbackAddresses {

    private LoopbackAddresses() {}

    /**
     * Tells whether a host is one of them.
     *
     * @param host the host of an endpoint
     * @return true if it is
     */
    public static boolean contains(String host) {
        return host.startsWith("127.")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1")
                || host.equals("localhost");
    }
}
