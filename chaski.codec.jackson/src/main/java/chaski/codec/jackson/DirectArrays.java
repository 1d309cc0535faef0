package chaski.codec.jackson;

import org.jspecify.annotations.Nullable;

/** Arrays of numbers as CBOR arrays of a known length. Stateless. */
final class DirectArrays {

    /** The most elements; the writer allocates for the longest form of all of them. Longer arrays are left to Jackson. */
    static final int MAX_ELEMENTS = 1 << 16;

    static final DirectType<int[]> INTS = new Ints();
    static final DirectType<long[]> LONGS = new Longs();
    static final DirectType<double[]> DOUBLES = new Doubles();

    private DirectArrays() {}

    private static @Nullable CborOutput begin(int count, int maxBytes) {
        return count > MAX_ELEMENTS
                ? null
                : new CborOutput(CborOutput.MAX_HEAD_BYTES + count * maxBytes).head(CborInput.ARRAY, count);
    }

    /** {@return how many elements follow the head, which is read; negative if Jackson is to read the array} */
    private static int count(CborInput in) {
        return in.next() == CborInput.ARRAY && in.hasArgumentBytes() ? (int) in.argument() : -1;
    }

    private record Ints() implements DirectType<int[]> {

        @Override
        public byte @Nullable [] write(int[] values) {
            CborOutput out = begin(values.length, 1 + Integer.BYTES);
            if (out == null) {
                return null;
            }
            for (int value : values) {
                out.integer(value);
            }
            return out.toBytes();
        }

        @Override
        public int @Nullable [] read(CborInput in) {
            int count = count(in);
            if (count < 0) {
                return null;
            }
            int[] values = new int[count];
            for (int i = 0; i < count; i++) {
                long value = in.nextInteger() ? in.integer() : Long.MAX_VALUE;
                if (value != (int) value) {
                    return null;
                }
                values[i] = (int) value;
            }
            return values;
        }
    }

    private record Longs() implements DirectType<long[]> {

        @Override
        public byte @Nullable [] write(long[] values) {
            CborOutput out = begin(values.length, 1 + Long.BYTES);
            if (out == null) {
                return null;
            }
            for (long value : values) {
                out.integer(value);
            }
            return out.toBytes();
        }

        @Override
        public long @Nullable [] read(CborInput in) {
            int count = count(in);
            if (count < 0) {
                return null;
            }
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                if (!in.nextInteger()) {
                    return null;
                }
                values[i] = in.integer();
            }
            return values;
        }
    }

    private record Doubles() implements DirectType<double[]> {

        @Override
        public byte @Nullable [] write(double[] values) {
            CborOutput out = begin(values.length, 1 + Double.BYTES);
            if (out == null) {
                return null;
            }
            for (double value : values) {
                out.twofold(value);
            }
            return out.toBytes();
        }

        @Override
        public double @Nullable [] read(CborInput in) {
            int count = count(in);
            if (count < 0) {
                return null;
            }
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                if (in.next() != CborInput.SIMPLE || in.info() != CborInput.TWOFOLD) {
                    return null;
                }
                values[i] = Double.longBitsToDouble(in.argument());
            }
            return values;
        }
    }
}
