package chaski.node.link;

import chaski.node.wire.FrameType;

/** The side that opened a link, and its purpose. */
enum LinkOrigin {
    /** This node dialled, for the session itself. */
    DIALLED(FrameType.ATTACHED),
    /** This node dialled, for an auxiliary link. */
    DIALLED_AUXILIARY(FrameType.ASSISTED),
    /** The other side dialled, and will state the purpose. */
    ACCEPTED(FrameType.ATTACH);

    private final int afterHello;

    LinkOrigin(int afterHello) {
        this.afterHello = afterHello;
    }

    /** {@return the type of the frame that the other side sends after its HELLO} */
    int afterHello() {
        return afterHello;
    }

    boolean dialled() {
        return this != ACCEPTED;
    }
}
