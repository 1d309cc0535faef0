package chaski.node.wire;

import chaski.api.TopicPattern;

/** A change of a node's declarations. */
public sealed interface DeclarationChange {

    /** {@return the number of the declaration on its node, never reused} */
    long id();

    /** {@return the version of the node's declarations that this change makes} */
    long version();

    /**
     * A declaration came into force.
     *
     * @param id its number
     * @param version the version it makes
     * @param channel the channel of the routes, 1 to 255
     * @param pattern the topics
     * @param credited whether matching messages need credit
     * @param granted the credit granted to this peer so far, in bytes; 0 when not credited
     */
    record Added(long id, long version, int channel, TopicPattern pattern, boolean credited, long granted)
            implements DeclarationChange {

        /**
         * Checks the ranges.
         *
         * @throws chaski.api.ProtocolException when a value is out of range
         */
        public Added {
            checkNumbers(id, version);
            ViolationText.check(channel >= 1 && channel <= 255, "DECLARE channel", "1 to 255", channel);
            ViolationText.notNegative("DECLARE granted", granted);
            ViolationText.check(credited || granted == 0, "DECLARE granted", "0 without credit", granted);
        }
    }

    /**
     * A declaration is withdrawn.
     *
     * @param id its number
     * @param version the version it makes
     */
    record Removed(long id, long version) implements DeclarationChange {

        /**
         * Checks the ranges.
         *
         * @throws chaski.api.ProtocolException when a value is out of range
         */
        public Removed {
            checkNumbers(id, version);
        }
    }

    private static void checkNumbers(long id, long version) {
        ViolationText.notNegative("DECLARE id", id);
        ViolationText.notNegative("DECLARE version", version);
    }
}
