package chaski.remote;

import chaski.api.remote.Idempotent;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Methods with parameters and results of all kinds. */
interface Many {

    enum Colour {
        RED,
        GREEN
    }

    record Point(int x, int y) {}

    record Line(Point from, Point to, Optional<String> label, List<Colour> colours) {}

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Square(int side, Colour colour) implements Shape {}

    class Bean {
        private String name = "";
        private List<Long> numbers = List.of();

        public String getName() {
            return name;
        }

        public void setName(String value) {
            name = value;
        }

        public List<Long> getNumbers() {
            return numbers;
        }

        public void setNumbers(List<Long> value) {
            numbers = value;
        }
    }

    class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    final class VeryRefused extends Refused {
        private static final long serialVersionUID = 1L;

        VeryRefused(String message) {
            super(message, new IOException("disk"));
        }
    }

    int add(int a, int b);

    long add(long a, long b);

    double add(double a, double b);

    String add(String a, String b);

    int sum(int... values);

    String join(String separator, Object... parts);

    boolean bool(boolean v);

    byte byteOf(byte v);

    char charOf(char v);

    short shortOf(short v);

    float floatOf(float v);

    @Nullable
    Integer boxed(@Nullable Integer v);

    @Nullable
    String text(@Nullable String v);

    BigInteger big(BigInteger v);

    BigDecimal decimal(BigDecimal v);

    byte[] bytes(byte[] v);

    int[][] grid(int[][] v);

    Point[] points(Point[] v);

    Line line(Line v);

    Shape shape(Shape v);

    Bean bean(Bean v);

    Colour colour(Colour v);

    Optional<Point> maybe(Optional<Point> v);

    List<Point> list(List<? extends Point> v);

    Set<Colour> set(Set<Colour> v);

    Map<String, List<Point>> map(Map<String, List<Point>> v);

    <T> List<T> twice(T v);

    void nothing();

    Duration duration(Duration v);

    CompletionStage<Integer> stage(int v);

    CompletableFuture<Point> completable(Point v);

    Future<String> future(String v);

    CompletionStage<Void> failing();

    void refuse(String how) throws Refused;

    int divide(int a, int b);

    default String greeting(String name) {
        return "default " + name;
    }

    @Idempotent
    int repeatable();

    final class ManyThings implements Many {

        private final AtomicInteger repeated = new AtomicInteger();

        @Override
        public int add(int a, int b) {
            return a + b;
        }

        @Override
        public long add(long a, long b) {
            return a + b;
        }

        @Override
        public double add(double a, double b) {
            return a + b;
        }

        @Override
        public String add(String a, String b) {
            return a + b;
        }

        @Override
        public int sum(int... values) {
            return IntStream.of(values).sum();
        }

        @Override
        public String join(String separator, Object... parts) {
            return String.join(
                    separator, List.of(parts).stream().map(Object::toString).toList());
        }

        @Override
        public boolean bool(boolean v) {
            return !v;
        }

        @Override
        public byte byteOf(byte v) {
            return v;
        }

        @Override
        public char charOf(char v) {
            return v;
        }

        @Override
        public short shortOf(short v) {
            return v;
        }

        @Override
        public float floatOf(float v) {
            return v;
        }

        @Override
        public @Nullable Integer boxed(@Nullable Integer v) {
            return v;
        }

        @Override
        public @Nullable String text(@Nullable String v) {
            return v;
        }

        @Override
        public BigInteger big(BigInteger v) {
            return v;
        }

        @Override
        public BigDecimal decimal(BigDecimal v) {
            return v;
        }

        @Override
        public byte[] bytes(byte[] v) {
            return v;
        }

        @Override
        public int[][] grid(int[][] v) {
            return v;
        }

        @Override
        public Point[] points(Point[] v) {
            return v;
        }

        @Override
        public Line line(Line v) {
            return v;
        }

        @Override
        public Shape shape(Shape v) {
            return v;
        }

        @Override
        public Bean bean(Bean v) {
            v.setName(v.getName() + "!");
            return v;
        }

        @Override
        public Colour colour(Colour v) {
            return v;
        }

        @Override
        public Optional<Point> maybe(Optional<Point> v) {
            return v;
        }

        @Override
        public List<Point> list(List<? extends Point> v) {
            return List.copyOf(v);
        }

        @Override
        public Set<Colour> set(Set<Colour> v) {
            return v;
        }

        @Override
        public Map<String, List<Point>> map(Map<String, List<Point>> v) {
            return v;
        }

        @Override
        public <T> List<T> twice(T v) {
            return List.of(v, v);
        }

        @Override
        public void nothing() {}

        @Override
        public Duration duration(Duration v) {
            return v.plusSeconds(1);
        }

        @Override
        public CompletionStage<Integer> stage(int v) {
            return CompletableFuture.supplyAsync(() -> v + 1);
        }

        @Override
        public CompletableFuture<Point> completable(Point v) {
            return CompletableFuture.completedFuture(v);
        }

        @Override
        public Future<String> future(String v) {
            return CompletableFuture.completedFuture(v);
        }

        @Override
        public CompletionStage<Void> failing() {
            return CompletableFuture.failedFuture(new IllegalStateException("later"));
        }

        @Override
        public void refuse(String how) throws Refused {
            switch (how) {
                case "declared" -> throw new Refused("no", new IOException("disk"));
                case "below" -> throw new VeryRefused("never");
                case "unknown" -> throw new Hidden("secret");
                case "error" -> throw new AssertionError("wrong");
                default -> throw new IllegalArgumentException("how?");
            }
        }

        private static final class Hidden extends IllegalArgumentException {
            private static final long serialVersionUID = 1L;

            Hidden(String message) {
                super(message);
            }
        }

        @Override
        public int divide(int a, int b) {
            return a / b;
        }

        @Override
        public int repeatable() {
            return repeated.incrementAndGet();
        }
    }
}
