package chaski.testkit.mutants;

import static chaski.testkit.mutation.Alteration.lambdasOf;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import chaski.testkit.mutation.Alteration;
import chaski.testkit.mutation.Mutation;
import chaski.testkit.mutation.MutationCheck;
import net.bytebuddy.asm.Advice;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * A mutation test must fail if the check does not detect the mistake, if the mutation changes nothing, and if the check
 * always fails.
 */
class MutationContractTest {

    private static final String INTERVAL = "chaski.testkit.mutants.Interval";
    private static final MutationCheck CASES = MutationCheck.tests("chaski.testkit.mutants.IntervalCases");
    private static final MutationCheck SEEDS = MutationCheck.seeds("chaski.testkit.mutants.IntervalSeeds", 5);

    @Test
    void mistakesAreFoundByTests() {
        assertThat(failures(Alteration.negated(INTERVAL, "contains"), CASES)).isZero();
        assertThat(failures(Alteration.empty(INTERVAL, "length"), CASES)).isZero();
        assertThat(failures(Alteration.withoutCall(INTERVAL, "length", "difference"), CASES))
                .isZero();
        assertThat(failures(
                        Alteration.replacedCall(INTERVAL, named("length"), "max", MutationContractTest.class, "least"),
                        MutationCheck.tests("chaski.testkit.mutants.IntervalCases", "lengthIsThatOfTheDifference")))
                .isZero();
    }

    @Test
    void mistakesInLambdasAreFound() {
        MutationCheck counting = MutationCheck.tests("chaski.testkit.mutants.IntervalCases", "valuesInsideAreCounted");

        assertThat(failures(Alteration.withoutCall(INTERVAL, lambdasOf("countOf"), "contains"), counting))
                .isZero();
    }

    /** Replaces {@link Math#max}. */
    public static int least(int one, int other) {
        return Math.min(one, other);
    }

    @Test
    void mistakesAreFoundBySeeds() {
        assertThat(failures(Alteration.empty(INTERVAL, "length"), SEEDS)).isZero();
    }

    @Test
    void mistakeThatNoTestFindsFailsTheContract() {
        assertThat(failures(Alteration.advice(INTERVAL, "contains", EndIncluded.class), CASES))
                .isEqualTo(1);
        assertThat(failures(Alteration.advice(INTERVAL, "contains", EndIncluded.class), SEEDS))
                .isEqualTo(1);
        assertThat(failures(
                        Alteration.negated(INTERVAL, "contains"),
                        MutationCheck.tests("chaski.testkit.mutants.IntervalCases", "lengthIsThatOfTheDifference")))
                .isEqualTo(1);
    }

    @Test
    void mutationThatDoesNotFitTheCodeFailsTheContract() {
        assertThat(failures(Alteration.empty(INTERVAL, "size"), CASES)).isEqualTo(2);
        assertThat(failures(Alteration.withoutCall(INTERVAL, "length", "abs"), CASES))
                .isEqualTo(2);
        assertThat(failures(Alteration.withoutCall(INTERVAL, lambdasOf("length"), "difference"), CASES))
                .isEqualTo(2);
        assertThat(failures(Alteration.withoutCall(INTERVAL, lambdasOf("countOf"), "difference"), CASES))
                .isEqualTo(2);
    }

    @Test
    void mutationThatChangesNothingFailsTheContract() {
        Alteration none = new Alteration(
                INTERVAL, named("length"), Advice.to(EndIncluded.class).on(none()));

        assertThat(run(none, CASES).getFailures())
                .extracting(failure -> failure.getException().getMessage())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message).contains("changes nothing"));
    }

    @Test
    void checkThatDoesNotExistFailsTheContract() {
        Alteration alteration = Alteration.empty(INTERVAL, "length");
        assertThat(failures(alteration, MutationCheck.tests("chaski.testkit.mutants.NoCases")))
                .isEqualTo(2);
        assertThat(failures(alteration, MutationCheck.tests("chaski.testkit.mutants.IntervalCases", "noCase")))
                .isEqualTo(2);
    }

    @Test
    void mutationWithoutAlterationIsRefused() {
        assertThatThrownBy(() -> Mutation.named("nothing").by().foundBy(CASES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static long failures(Alteration alteration, MutationCheck check) {
        return run(alteration, check).getTestsFailedCount();
    }

    private static TestExecutionSummary run(Alteration alteration, MutationCheck check) {
        IntervalMutations.chosen =
                Mutation.named("the interval is wrong").by(alteration).foundBy(check);
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        request()
                                .selectors(selectClass(IntervalMutations.class))
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsFoundCount()).isEqualTo(3);
        return summary;
    }
}
