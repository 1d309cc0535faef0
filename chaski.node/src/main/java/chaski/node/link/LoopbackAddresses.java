package chaski.node.link;

/** The hosts that denote this machine itself, as transports write them. */
public final class LoopbackAddresses {

    private LoopbackAddresses() {}

    /**
     * Checks if a host denotes this machine.
     *
     * @param host the host of an endpoint
     * @return true if it does
     */
    public static boolean contains(String host) {
        return host.startsWith("127.")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1")
                || host.equals("localhost");
    }
}
