package chaski.bench;

import java.util.List;

/** Makes the contenders by their names. */
final class ContenderFactory {

    /** The one the others are compared with. */
    static final String REFERENCE = "jdk-handoff";

    /** All names, in the order in which they take turns. */
    static final List<String> NAMES = List.of(REFERENCE, "netty", "chaski", "chaski-iterate");

    private ContenderFactory() {}

    /**
     * Makes a contender. Only its own classes are loaded.
     *
     * @param name one of {@link #NAMES}
     * @return the contender
     */
    static Contender named(String name) {
        return switch (name) {
            case REFERENCE -> new HandoffContender();
            case "netty" -> new NettyContender();
            case "chaski" -> new ChaskiContender(false);
            case "chaski-iterate" -> new ChaskiContender(true);
            default -> throw new IllegalArgumentException("expected a contender of " + NAMES + ", got '" + name + "'");
        };
    }
}
