package chaski.testkit.history;

import java.util.ArrayList;
import java.util.List;

/** What one subscription should receive from one publisher in one session, in order, and how far it has received. */
final class ExpectedStream {

    private final List<Long> sequences = new ArrayList<>();
    private int next;

    void add(long sequence) {
        sequences.add(sequence);
    }

    /** The position of a delivery in the stream. */
    enum Position {
        NEXT,
        TOO_FAR,
        TOO_LATE
    }

    /** Takes a delivery that is no repetition. */
    Position take(long sequence) {
        if (hasNext() && sequences.get(next) == sequence) {
            next++;
            return Position.NEXT;
        }
        int index = sequences.indexOf(sequence);
        if (index < next) {
            return Position.TOO_LATE;
        }
        // a gap is reported once; the stream continues after it
        next = index + 1;
        return Position.TOO_FAR;
    }

    boolean hasNext() {
        return next < sequences.size();
    }

    /** Returns the next expected sequence. */
    long expected() {
        return sequences.get(next);
    }
}
