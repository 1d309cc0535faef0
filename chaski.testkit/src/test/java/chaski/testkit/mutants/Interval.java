package chaski.testkit.mutants;

import java.util.stream.IntStream;

/** A class to alter. */
final class Interval {

    private final int from;
    private final int to;

    Interval(int from, int to) {
        this.from = from;
        this.to = to;
    }

    boolean contains(int value) {
        return value >= from && value < to;
    }

    int length() {
        return Math.max(0, difference());
    }

    long countOf(int... values) {
        return IntStream.of(values).filter(value -> contains(value)).count();
    }

    private int difference() {
        return to - from;
    }
}
