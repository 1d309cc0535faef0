package chaski.testkit.history;

import java.util.ArrayList;
import java.util.List;

/** Collects violations, up to a number beyond which nobody reads. */
final class Findings {

    private static final int MOST = 1000;

    private final List<Violation> violations = new ArrayList<>();

    void add(Violation.Kind kind, String description) {
        if (violations.size() < MOST) {
            violations.add(new Violation(kind, description));
        }
    }

    List<Violation> all() {
        return violations;
    }
}
