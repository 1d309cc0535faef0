package chaski.node.wire;

import chaski.api.NodeId;
import chaski.api.security.SecurityConfig;

/**
 * The first message of each side.
 *
 * @param versions the protocol versions that the sender supports
 * @param node the sender
 * @param incarnation its run
 * @param name its name for people: 1 to 256 characters, no control character
 * @param observer whether it is an observer
 * @param maxMessageBytes the largest message it accepts, 1 and more
 * @param assemblyBytes how many bytes of incomplete messages it holds at once
 * @param resumeTimeoutMs how long it keeps a session without a link, in ms; u32
 * @param capabilities one bit each; the receiver ignores unknown ones
 * @param instance what distinguishes the sender from other nodes of its identity; empty if it has none
 */
public record Hello(
        WireVersions versions,
        NodeId node,
        long incarnation,
        String name,
        boolean observer,
        long maxMessageBytes,
        long assemblyBytes,
        long resumeTimeoutMs,
        int capabilities,
        String instance) {

    /** The capability to receive DATAGRAM. */
    public static final int DATAGRAMS = 1;

    /** The capability to receive ASSIST. */
    public static final int AUXILIARIES = 2;

    /** The capability to receive CUT. */
    public static final int CUTS = 4;

    /** The capability to receive OPINIONS of membership. */
    public static final int OPINIONS = 8;

    /** The capability to receive ALTERNATIVES. */
    public static final int ALTERNATIVES = 16;

    /** The capability to receive CHANGES and ENTRY_PART of membership. */
    public static final int ENTRY_CHANGES = 32;

    /** The capability to receive RENEW. */
    public static final int RENEWALS = 64;

    /** The capability to receive ACCESS and REFUSALS. */
    public static final int ACCESS = 128;

    /** The capabilities that this package implements. */
    public static final int CAPABILITIES =
            DATAGRAMS | AUXILIARIES | CUTS | OPINIONS | ALTERNATIVES | ENTRY_CHANGES | RENEWALS | ACCESS;

    private static final int MAX_NAME_CHARS = 256;
    private static final long MAX_U32 = 0xFFFF_FFFFL;

    /**
     * Checks the ranges.
     *
     * @throws chaski.api.ProtocolException when a value is out of range
     */
    public Hello {
        ViolationText.notNegative("HELLO incarnation", incarnation);
        checkName(name);
        ViolationText.check(maxMessageBytes >= 1, "HELLO largest message", "1 to 2^63-1", maxMessageBytes);
        ViolationText.notNegative("HELLO assembly bytes", assemblyBytes);
        ViolationText.check(
                resumeTimeoutMs >= 0 && resumeTimeoutMs <= MAX_U32,
                "HELLO resume timeout",
                "0 to 2^32-1",
                resumeTimeoutMs);
        ViolationText.check(
                instance.length() <= SecurityConfig.MAX_INSTANCE_CHARS,
                "HELLO instance",
                "up to " + SecurityConfig.MAX_INSTANCE_CHARS + " characters",
                instance.length());
    }

    /**
     * Returns whether the sender has a capability.
     *
     * @param capability one bit
     * @return true if it has
     */
    public boolean hasCapability(int capability) {
        return (capabilities & capability) != 0;
    }

    private static void checkName(String name) {
        if (name.isBlank() || name.length() > MAX_NAME_CHARS || name.chars().anyMatch(Character::isISOControl)) {
            throw ViolationText.of(
                    "HELLO name",
                    "1 to 256 characters, not blank, no control character",
                    "'" + FreeText.clean(name) + "' of length " + name.length());
        }
    }
}
