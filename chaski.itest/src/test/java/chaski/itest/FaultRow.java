package chaski.itest;

import java.util.List;
import java.util.Locale;

/**
 * A row of the matrix of faults.
 *
 * @param id its name, such as {@code R10}
 * @param fault what fails, or what an attacker does
 * @param expected the required behaviour
 * @param tests the tests that prove it: classes with their packages, followed by {@code #} and a method or a scenario
 *     if not the whole class is meant
 * @param trials how many independent trials a build makes
 * @param seeds the source of randomness
 * @param invariants the asserted ones of the six, such as {@code I1 I2}
 * @param remark the missing part; empty if there is none
 */
record FaultRow(
        String id,
        String fault,
        String expected,
        List<String> tests,
        int trials,
        String seeds,
        String invariants,
        String remark) {

    static FaultRow of(String id, String fault, String expected) {
        return new FaultRow(id, fault, expected, List.of(), 0, "", "", "");
    }

    FaultRow by(String... shownBy) {
        return new FaultRow(id, fault, expected, List.of(shownBy), trials, seeds, invariants, remark);
    }

    FaultRow trials(int count, String chance) {
        return new FaultRow(id, fault, expected, tests, count, chance, invariants, remark);
    }

    FaultRow asserts(String which) {
        return new FaultRow(id, fault, expected, tests, trials, seeds, which, remark);
    }

    FaultRow remark(String text) {
        return new FaultRow(id, fault, expected, tests, trials, seeds, invariants, text);
    }

    /** {@return the rate of failures that is excluded with 95 % confidence if none of the trials fails} */
    String bound() {
        return trials < 3 ? "–" : String.format(Locale.ROOT, "%.2g", 3.0 / trials);
    }
}
