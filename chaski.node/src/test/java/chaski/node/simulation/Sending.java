package chaski.node.simulation;

import chaski.api.NodeId;
import chaski.testkit.history.PublisherId;
import java.util.LinkedHashMap;
import java.util.Map;

/** One message that was accepted, with what became of it towards each peer. */
final class Sending {

    final PublisherId publisher;
    final long sequence;

    /** By peer, of which each is sent a message in one session only. */
    final Map<NodeId, Leg> legs = new LinkedHashMap<>();

    private int acknowledgedLegs = -1;
    private int lostLegs = -1;

    Sending(PublisherId publisher, long sequence) {
        this.publisher = publisher;
        this.sequence = sequence;
    }

    /** One peer's part. */
    static final class Leg {
        final String session;
        boolean lost;

        Leg(String session) {
            this.session = session;
        }
    }

    boolean isSettled() {
        return lostLegs >= 0;
    }

    void settled(int acknowledged, int lost) {
        acknowledgedLegs = acknowledged;
        lostLegs = lost;
    }

    /** What is wrong with the receipt, given what was reported lost; or nothing. */
    String fault() {
        long lost = legs.values().stream().filter(l -> l.lost).count();
        if (isSettled() && lostLegs == lost && acknowledgedLegs + lostLegs == legs.size()) {
            return "";
        }
        return "message " + sequence + " of " + publisher + " to " + legs.size() + " peers, reported lost for " + lost
                + ", has the receipt acknowledged=" + acknowledgedLegs + " lost=" + lostLegs;
    }

    /** Whether the receipt tells of both outcomes, so that the losses have to be known to tell which is which. */
    boolean isMixed() {
        return lostLegs > 0 && acknowledgedLegs > 0;
    }

    @Override
    public String toString() {
        return "message " + sequence + " of " + publisher;
    }
}
