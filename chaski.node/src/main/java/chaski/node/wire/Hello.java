package chaski.node.wire;

import chaski.api.NodeId;

/**
 * What each side says first.
 *
 * @param minVersion the lowest version of the protocol the sender speaks, 1 to 255
 * @param maxVersion the highest, {@code minVersion} to 255
 * @param node the sender
 * @param incarnation its run
 * @param name its name for people: 1 to 256 characters, no control character
 * @param observer whether it only looks
 * @param maxMessageBytes the largest message it takes, 1 and more
 * @param assemblyBytes how much it holds at once of messages that have not arrived whole
 * @param resumeTimeoutMs how long it keeps a session without a link, in ms; u32
 * @param capabilities one bit each; those the receiver does not know mean nothing to it
 */
public record Hello(
        int minVersion,
        int maxVersion,
        NodeId node,
        long incarnation,
        String name,
        boolean observer,
        long maxMessageBytes,
        long assemblyBytes,
        long resumeTimeoutMs,
        int capabilities) {

    /** The version that this package speaks. */
    public static final int VERSION = 1;

    /** The capability to take DATAGRAM. */
    public static final int DATAGRAMS = 1;

    /** The capability to take ASSIST. */
    public static final int AUXILIARIES = 2;

    /** A capability: takes CUT. */
    public static final int CUTS = 4;

    /** A capability: takes OPINIONS of membership. */
    public static final int OPINIONS = 8;

    /** A capability: takes ALTERNATIVES. */
    public static final int ALTERNATIVES = 16;

    /** A capability: takes CHANGES and ENTRY_PART of membership. */
    public static final int ENTRY_CHANGES = 32;

    /** The capabilities of this version. */
    public static final int CAPABILITIES = DATAGRAMS | AUXILIARIES | CUTS | OPINIONS | ALTERNATIVES | ENTRY_CHANGES;

    private static final int MAX_NAME_CHARS = 256;
    private static final long MAX_U32 = 0xFFFF_FFFFL;

    /**
     * Checks the ranges.
     *
     * @throws chaski.api.ProtocolException when a value is out of range
     */
    public Hello {
        ViolationText.check(minVersion >= 1 && minVersion <= 255, "HELLO lowest version", "1 to 255", minVersion);
        ViolationText.check(
                maxVersion >= minVersion && maxVersion <= 255,
                "HELLO highest version",
                minVersion + " to 255",
                maxVersion);
        ViolationText.notNegative("HELLO incarnation", incarnation);
        checkName(name);
        ViolationText.check(maxMessageBytes >= 1, "HELLO largest message", "1 to 2^63-1", maxMessageBytes);
        ViolationText.notNegative("HELLO assembly bytes", assemblyBytes);
        ViolationText.check(
                resumeTimeoutMs >= 0 && resumeTimeoutMs <= MAX_U32,
                "HELLO resume timeout",
                "0 to 2^32-1",
                resumeTimeoutMs);
    }

    /**
     * Tells whether the sender has a capability.
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
