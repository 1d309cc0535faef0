package chaski.testkit.network;

import java.util.random.RandomGenerator;

/** Decides what happens to datagrams on lines that are not blocked: at first nothing. */
final class DatagramFaults {

    private final RandomGenerator chance;
    private double loss;
    private double duplication;

    DatagramFaults(RandomGenerator chance) {
        this.chance = chance;
    }

    /**
     * Sets the faults.
     *
     * @param lost the share that is lost, 0 to 1
     * @param duplicated the share of the others that arrives twice, 0 to 1
     */
    void set(double lost, double duplicated) {
        if (!(lost >= 0 && lost <= 1 && duplicated >= 0 && duplicated <= 1)) {
            throw new IllegalArgumentException("expected shares of 0 to 1, got " + lost + " and " + duplicated);
        }
        loss = lost;
        duplication = duplicated;
    }

    /** Draws how often the next datagram arrives. */
    int copies() {
        return chance.nextDouble() < loss ? 0 : chance.nextDouble() < duplication ? 2 : 1;
    }
}
