package chaski.testkit.history;

import chaski.testkit.history.HistoryEvent.Sent;
import java.util.HashSet;
import java.util.Set;

/** One message in one session, and its outcome. */
final class HistoryMessage {

    private final Sent sent;
    private final Set<String> delivered = new HashSet<>(2);
    private boolean acknowledged;
    private boolean lost;
    private boolean exactlyLost;

    HistoryMessage(Sent sent) {
        this.sent = sent;
    }

    Sent sent() {
        return sent;
    }

    String node() {
        return sent.publisher().node();
    }

    /** Records a delivery. True if it is the first to that subscription. */
    boolean deliver(String subscription) {
        return delivered.add(subscription);
    }

    Set<String> delivered() {
        return delivered;
    }

    void acknowledge() {
        acknowledged = true;
    }

    boolean acknowledged() {
        return acknowledged;
    }

    void lose(boolean exactly) {
        lost = true;
        exactlyLost = exactly;
    }

    boolean lost() {
        return lost;
    }

    boolean exactlyLost() {
        return exactlyLost;
    }

    @Override
    public String toString() {
        return "message " + sent.sequence() + " of " + sent.publisher() + " in session " + sent.session();
    }
}
