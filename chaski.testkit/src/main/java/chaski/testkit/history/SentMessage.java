package chaski.testkit.history;

import chaski.api.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One message that a node accepted for its peers, with its outcome towards each of them. Not thread-safe. */
public final class SentMessage {

    private final PublisherId publisher;
    private final long sequence;
    private final boolean receipted;
    private final Map<NodeId, PeerState> legs = new LinkedHashMap<>();
    private int acknowledgedLegs = -1;
    private int lostLegs = -1;

    /**
     * A message without receivers.
     *
     * @param publisher its publisher
     * @param sequence its number
     * @param receipted true if the node will report its outcome by {@link HistoryRecorder#settled}; otherwise it
     *     finally counts as acknowledged unless it was reported lost
     */
    public SentMessage(PublisherId publisher, long sequence, boolean receipted) {
        this.publisher = publisher;
        this.sequence = sequence;
        this.receipted = receipted;
    }

    /** What one peer was sent. */
    private static final class PeerState {
        private final String session;
        private final Set<String> subscriptions;
        private boolean lost;

        private PeerState(String session, Set<String> subscriptions) {
            this.session = session;
            this.subscriptions = subscriptions;
        }
    }

    /**
     * Adds a receiver.
     *
     * @param peer the peer, which is sent a message in one session only
     * @param session the session
     * @param subscriptions the subscriptions of the peer that should receive it
     */
    public void add(NodeId peer, String session, Set<String> subscriptions) {
        legs.put(peer, new PeerState(session, subscriptions));
    }

    PublisherId publisher() {
        return publisher;
    }

    long sequence() {
        return sequence;
    }

    /** {@return whether its outcome is known, or will never be reported} */
    boolean isSettled() {
        return !receipted || lostLegs >= 0;
    }

    boolean isReported() {
        return lostLegs >= 0;
    }

    void settled(int acknowledged, int lost) {
        acknowledgedLegs = acknowledged;
        lostLegs = lost;
    }

    /** Records what was sent to each peer. */
    void record(Consumer<HistoryEvent> history) {
        legs.values()
                .forEach(l -> history.accept(new HistoryEvent.Sent(publisher, sequence, l.session, l.subscriptions)));
    }

    /** The session in which a peer was sent it, or an empty text if it was not. */
    String sessionOf(NodeId peer) {
        PeerState leg = legs.get(peer);
        return leg == null ? "" : leg.session;
    }

    void lostIn(NodeId peer, String session) {
        PeerState leg = legs.get(peer);
        if (leg != null && leg.session.equals(session)) {
            leg.lost = true;
        }
    }

    /** Records that every peer has acknowledged it, except those whose session reported it lost. */
    void acknowledge(Consumer<HistoryEvent> history, boolean all) {
        legs.values().stream()
                .filter(l -> all || !l.lost)
                .forEach(l -> history.accept(new HistoryEvent.Acknowledged(publisher, sequence, l.session)));
    }

    /** The error in the receipt, given what was reported lost; empty if it is correct. */
    String fault() {
        long lost = legs.values().stream().filter(l -> l.lost).count();
        if (!receipted || (isReported() && lostLegs == lost && acknowledgedLegs + lostLegs == legs.size())) {
            return "";
        }
        return "message " + sequence + " of " + publisher + " to " + legs.size() + " peers, reported lost for " + lost
                + ", has the receipt acknowledged=" + acknowledgedLegs + " lost=" + lostLegs;
    }

    /**
     * {@return whether its receipt was not recorded as acknowledged when it arrived, because it was not known which
     * peers lost it}
     */
    boolean isOpen() {
        return !receipted || (lostLegs > 0 && acknowledgedLegs > 0);
    }

    @Override
    public String toString() {
        return "message " + sequence + " of " + publisher;
    }
}
