package chaski.node.membership;

import chaski.api.node.PeerState;
import chaski.node.wire.ViolationText;

/** The byte of a {@link PeerState}. */
final class StateCodec {

    private StateCodec() {}

    static void encode(PeerState state, FieldWriter out) {
        out.u8(
                switch (state) {
                    case ALIVE -> 0;
                    case SUSPECT -> 1;
                    case DOWN -> 2;
                });
    }

    static PeerState decode(FieldReader in, String what) {
        int number = in.u8(what);
        return switch (number) {
            case 0 -> PeerState.ALIVE;
            case 1 -> PeerState.SUSPECT;
            case 2 -> PeerState.DOWN;
            default -> throw ViolationText.of(what, "0 to 2", number);
        };
    }
}
