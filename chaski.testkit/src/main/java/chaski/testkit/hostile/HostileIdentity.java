package chaski.testkit.hostile;

import chaski.api.NodeId;

/**
 * The contents of a hostile peer's HELLO. No value is checked.
 *
 * @param id the node id it claims
 * @param incarnation the run it claims
 * @param name its name
 * @param observer true if it claims to be an observer
 * @param largestMessageBytes the largest message it claims to accept
 * @param assemblyBytes how many bytes of unfinished messages it claims to accept
 * @param resumeTimeoutMs how long it claims to keep a session without a link
 * @param capabilities the optional parts of the protocol that it claims to support
 */
public record HostileIdentity(
        NodeId id,
        long incarnation,
        String name,
        boolean observer,
        long largestMessageBytes,
        long assemblyBytes,
        long resumeTimeoutMs,
        int capabilities) {

    private static final int ALL_CAPABILITIES = 0x3f;

    /**
     * Makes an identity that looks harmless: named {@code hostile}, messages of 4 MiB, 8 MiB of unfinished ones, a
     * resume timeout of 120 s, all capabilities.
     *
     * @param id the node id it claims
     * @param incarnation the run it claims
     * @return the identity
     */
    public static HostileIdentity of(NodeId id, long incarnation) {
        return new HostileIdentity(id, incarnation, "hostile", false, 4 << 20, 8 << 20, 120_000, ALL_CAPABILITIES);
    }

    /**
     * Changes the name.
     *
     * @param other the name
     * @return the changed identity
     */
    public HostileIdentity named(String other) {
        return new HostileIdentity(
                id, incarnation, other, observer, largestMessageBytes, assemblyBytes, resumeTimeoutMs, capabilities);
    }

    /**
     * Changes the run.
     *
     * @param other the incarnation
     * @return the changed identity
     */
    public HostileIdentity incarnation(long other) {
        return new HostileIdentity(
                id, other, name, observer, largestMessageBytes, assemblyBytes, resumeTimeoutMs, capabilities);
    }

    /**
     * Makes it an observer.
     *
     * @return the changed identity
     */
    public HostileIdentity observing() {
        return new HostileIdentity(
                id, incarnation, name, true, largestMessageBytes, assemblyBytes, resumeTimeoutMs, capabilities);
    }

    /**
     * Changes the sizes of messages.
     *
     * @param largestMessage bytes of the largest message
     * @param assembly bytes of unfinished messages
     * @return the changed identity
     */
    public HostileIdentity messages(long largestMessage, long assembly) {
        return new HostileIdentity(
                id, incarnation, name, observer, largestMessage, assembly, resumeTimeoutMs, capabilities);
    }

    /**
     * Changes the resume timeout.
     *
     * @param otherMs the timeout
     * @return the changed identity
     */
    public HostileIdentity resumeTimeoutMs(long otherMs) {
        return new HostileIdentity(
                id, incarnation, name, observer, largestMessageBytes, assemblyBytes, otherMs, capabilities);
    }

    /**
     * Changes the capabilities.
     *
     * @param others one bit each, §4 of the document
     * @return the changed identity
     */
    public HostileIdentity capabilities(int others) {
        return new HostileIdentity(
                id, incarnation, name, observer, largestMessageBytes, assemblyBytes, resumeTimeoutMs, others);
    }
}
