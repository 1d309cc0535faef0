package chaski.bench;

import java.util.List;

/** Makes the contenders by their names. */
final class ContenderFactory {

    static final String HANDOFF = "jdk-handoff";
    static final String RMI = "rmi";
    static final String NETTY = "netty";
    static final String CHASKI = "chaski";
    static final String ITERATE = "chaski-iterate";

    /** All names, in the order in which they take turns. */
    static final List<String> NAMES = List.of(HANDOFF, RMI, NETTY, CHASKI, ITERATE);

    private ContenderFactory() {}

    /**
     * Makes a contender that moves messages. Only its own classes are loaded.
     *
     * @param name one of those of a {@link Payload}
     * @return the contender
     */
    static Contender named(String name) {
        return switch (name) {
            case HANDOFF -> new HandoffContender();
            case NETTY -> new NettyContender();
            case CHASKI -> new ChaskiContender(false);
            case ITERATE -> new ChaskiContender(true);
            default -> throw unknown(name);
        };
    }

    /**
     * Makes a contender that calls objects. Only its own classes are loaded.
     *
     * @param name one of those of a {@link CallMode}
     * @return the contender
     */
    static CallContender calls(String name) {
        return switch (name) {
            case RMI -> new RmiContender();
            case NETTY -> new NettyCallContender();
            case CHASKI -> new ChaskiCallContender();
            default -> throw unknown(name);
        };
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                "expected a contender of " + NAMES + " that has the workload, got '" + name + "'");
    }
}
