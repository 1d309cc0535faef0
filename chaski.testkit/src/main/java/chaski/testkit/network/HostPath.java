package chaski.testkit.network;

/**
 * The way from one host to another, in that direction.
 *
 * @param from the sending host
 * @param to the receiving host
 */
record HostPath(String from, String to) {}
