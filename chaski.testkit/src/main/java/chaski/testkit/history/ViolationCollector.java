package chaski.testkit.history;

import java.util.ArrayList;
import java.util.List;

/** Collects violations, up to a maximum beyond which a report is not useful. */
final class ViolationCollector {

    private static final int MAX_VIOLATIONS = 1000;

    private final List<HistoryViolation> violations = new ArrayList<>();

    void add(HistoryViolation.Kind kind, String description) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(new HistoryViolation(kind, description));
        }
    }

    List<HistoryViolation> all() {
        return violations;
    }
}
