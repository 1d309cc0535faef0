package chaski.testkit.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests that {@link MutationContractTest} runs on altered classes; because of its name the build does not run it. */
class IntervalCases {

    @Test
    void intervalContainsItsStart() {
        assertThat(new Interval(1, 3).contains(1)).isTrue();
    }

    @Test
    void lengthIsThatOfTheDifference() {
        assertThat(new Interval(1, 3).length()).isEqualTo(2);
    }

    @Test
    void valuesInsideAreCounted() {
        assertThat(new Interval(1, 3).countOf(0, 1, 2, 4)).isEqualTo(2);
    }
}
