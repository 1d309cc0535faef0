package chaski.testkit.mutants;

import chaski.testkit.mutation.Mutation;
import chaski.testkit.mutation.MutationContract;
import java.util.stream.Stream;

/** The contract for one mutation, which {@link MutationContractTest} chooses. */
class IntervalMutations extends MutationContract {

    static Mutation chosen;

    @Override
    protected Stream<Mutation> mutations() {
        return Stream.of(chosen);
    }
}
