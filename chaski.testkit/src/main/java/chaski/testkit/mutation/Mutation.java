package chaski.testkit.mutation;

import java.util.List;

/**
 * One mistake, and the check that must detect it.
 *
 * <pre>{@code
 * Mutation.named("bytes are reported as released before they are written")
 *         .by(Alteration.advice("chaski.transport.tcp.TcpSendQueue", named("put"), ReleasedEarly.class))
 *         .foundBy(MutationCheck.tests("chaski.transport.tcp.TcpSendQueueTest"));
 * }</pre>
 *
 * @param name the mistake, in a phrase
 * @param alterations the methods it changes
 * @param check the check that passes without the mistake and fails with it
 */
public record Mutation(String name, List<Alteration> alterations, MutationCheck check) {

    /**
     * Copies the list.
     *
     * @param name the mistake, in a phrase
     * @param alterations the methods it changes
     * @param check the check that passes without the mistake and fails with it
     */
    public Mutation {
        alterations = List.copyOf(alterations);
        if (alterations.isEmpty()) {
            throw new IllegalArgumentException("a mutation needs at least one alteration: " + name);
        }
    }

    /**
     * Begins a mutation.
     *
     * @param name the mistake, in a phrase
     * @return the part that lacks the alterations
     */
    public static Named named(String name) {
        return new Named(name);
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * A mutation that lacks its alterations.
     *
     * @param name the mistake
     */
    public record Named(String name) {

        /**
         * Adds the changed methods.
         *
         * @param alterations at least one
         * @return the part that lacks the check
         */
        public Altered by(Alteration... alterations) {
            return new Altered(name, List.of(alterations));
        }
    }

    /**
     * A mutation that lacks its check.
     *
     * @param name the mistake
     * @param alterations the methods it changes
     */
    public record Altered(String name, List<Alteration> alterations) {

        /**
         * Copies the list.
         *
         * @param name the mistake
         * @param alterations the methods it changes
         */
        public Altered {
            alterations = List.copyOf(alterations);
        }

        /**
         * Completes the mutation.
         *
         * @param check the check that must detect it
         * @return the mutation
         */
        public Mutation foundBy(MutationCheck check) {
            return new Mutation(name, alterations, check);
        }
    }
}
