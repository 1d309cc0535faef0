package chaski.node.configuration;

import chaski.api.node.NodeConfig;
import java.util.function.Function;

/**
 * One key of a configuration.
 *
 * @param name its name
 * @param kind what its values are
 * @param least the lowest number, or the least length of a text
 * @param most the highest number, or the greatest length of a text
 * @param live whether a change takes effect while the node runs
 * @param inEffect where its value is in a configuration
 */
record ConfigKey(String name, Kind kind, long least, long most, boolean live, Function<NodeConfig, Object> inEffect) {

    /** What a value is. */
    enum Kind {
        /** A text. */
        TEXT,
        /** Any number of endpoints. */
        ENDPOINTS,
        /** Any number of ids of nodes. */
        IDS,
        /** Any number of words. */
        WORDS,
        /** Yes or no. */
        FLAG,
        /** A whole number. */
        NUMBER,
        /** One of some words. */
        CHOICE
    }

    static ConfigKey number(String name, long least, long most, boolean live, Function<NodeConfig, Object> inEffect) {
        return new ConfigKey(name, Kind.NUMBER, least, most, live, inEffect);
    }

    static ConfigKey other(String name, Kind kind, boolean live, Function<NodeConfig, Object> inEffect) {
        return new ConfigKey(name, kind, 0, 0, live, inEffect);
    }
}
