package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import chaski.api.remote.CallOptions;
import chaski.api.remote.Description;
import chaski.api.remote.ExportOptions;
import chaski.api.remote.Idempotent;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteInvocationException;
import chaski.api.remote.RemoteObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can be called through a proxy and a remote object, and what comes back. */
class ConformanceTest {

    private static final Nodes NODES = new Nodes();
    private static Remote here;
    private static Remote there;

    @BeforeAll
    static void start() {
        there = NODES.remote("there");
        here = NODES.remote("here");
        there.export("many", Many.class, new ManyThings());
        there.export("box", Box.class, new IntBox());
        there.export(
                "account",
                Account.class,
                new RealAccount(),
                ExportOptions.DEFAULT.attributes("limit", "owner").open("history", "history.first"));
        assertThat(here.awaitExporters("account", 1, Nodes.LONG)).isTrue();
    }

    @AfterAll
    static void stop() {
        NODES.close();
    }

    // ---- methods

    enum Colour {
        RED,
        GREEN
    }

    record Point(int x, int y) {}

    record Line(Point from, Point to, Optional<String> label, List<Colour> colours) {}

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Square(int side, Colour colour) implements Shape {}

    public static class Bean {
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

    static class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static final class VeryRefused extends Refused {
        private static final long serialVersionUID = 1L;

        VeryRefused(String message) {
            super(message, new IOException("disk"));
        }
    }

    interface Many {
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
    }

    static final class ManyThings implements Many {

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

    private static Many many() {
        return here.proxy("many", Many.class);
    }

    @Test
    void overloadsAreToldApart() {
        assertThat(many().add(2, 3)).isEqualTo(5);
        assertThat(many().add(2L, 1L << 40)).isEqualTo(2 + (1L << 40));
        assertThat(many().add(2.5, 3)).isEqualTo(5.5);
        assertThat(many().add("2", "3")).isEqualTo("23");
    }

    @Test
    void variableArgumentsTravel() {
        assertThat(many().sum()).isZero();
        assertThat(many().sum(1, 2, 3)).isEqualTo(6);
        assertThat(many().join("-", 1, "b", 2.5)).isEqualTo("1-b-2.5");
    }

    @Test
    void primitivesAndNullsTravel() {
        assertThat(many().bool(true)).isFalse();
        assertThat(many().byteOf((byte) -3)).isEqualTo((byte) -3);
        assertThat(many().charOf('λ')).isEqualTo('λ');
        assertThat(many().shortOf((short) 300)).isEqualTo((short) 300);
        assertThat(many().floatOf(1.5f)).isEqualTo(1.5f);
        assertThat(many().boxed(7)).isEqualTo(7);
        assertThat(many().boxed(null)).isNull();
        assertThat(many().text(null)).isNull();
        assertThat(many().text("žluť")).isEqualTo("žluť");
        many().nothing();
    }

    @Test
    void largeNumbersBytesAndArraysTravel() {
        BigInteger big = BigInteger.ONE.shiftLeft(100);
        assertThat(many().big(big)).isEqualTo(big);
        assertThat(many().decimal(new BigDecimal("1.10"))).isEqualByComparingTo("1.1");
        assertThat(many().bytes(new byte[200_000])).hasSize(200_000);
        assertThat(many().grid(new int[][] {{1}, {2, 3}})).isDeepEqualTo(new int[][] {{1}, {2, 3}});
        assertThat(many().points(new Point[] {new Point(1, 2)})).containsExactly(new Point(1, 2));
    }

    @Test
    void recordsBeansEnumsAndSealedTypesTravel() {
        Line line = new Line(new Point(1, 2), new Point(3, 4), Optional.of("l"), List.of(Colour.RED));
        assertThat(many().line(line)).isEqualTo(line);
        assertThat(many().shape(new Circle(2.5))).isEqualTo(new Circle(2.5));
        assertThat(many().shape(new Square(3, Colour.GREEN))).isEqualTo(new Square(3, Colour.GREEN));
        assertThat(many().colour(Colour.GREEN)).isEqualTo(Colour.GREEN);
        Bean bean = new Bean();
        bean.setName("b");
        bean.setNumbers(List.of(1L << 50));
        assertThat(many().bean(bean).getName()).isEqualTo("b!");
        assertThat(many().bean(bean).getNumbers()).containsExactly(1L << 50);
        assertThat(many().duration(Duration.ofMillis(5))).isEqualTo(Duration.ofMillis(1005));
    }

    @Test
    void optionalsCollectionsAndGenericsTravel() {
        assertThat(many().maybe(Optional.empty())).isEmpty();
        assertThat(many().maybe(Optional.of(new Point(1, 1)))).contains(new Point(1, 1));
        assertThat(many().list(List.of(new Point(1, 2)))).containsExactly(new Point(1, 2));
        assertThat(many().set(Set.of(Colour.RED))).containsExactly(Colour.RED);
        assertThat(many().map(Map.of("k", List.of(new Point(5, 6))))).containsEntry("k", List.of(new Point(5, 6)));
        assertThat(many().<Object>twice("x")).containsExactly("x", "x");
        assertThat(many().greeting("you")).isEqualTo("default you");
    }

    interface Holder<T> {
        T get();

        T swap(T value);
    }

    interface Box extends Holder<Integer> {
        @Override
        Integer swap(Integer value);
    }

    static final class IntBox implements Box {
        private Integer value = 1;

        @Override
        public synchronized Integer get() {
            return value;
        }

        @Override
        public synchronized Integer swap(Integer next) {
            Integer before = value;
            value = next;
            return before;
        }
    }

    @Test
    void typeVariablesAreWhatTheInterfaceSaysTheyAre() {
        Box box = here.proxy("box", Box.class);
        Holder<Integer> holder = box;

        assertThat(holder.swap(1)).isEqualTo(1);
        assertThat(box.get()).isEqualTo(1);
    }

    @Test
    void futuresDoNotWait() throws Exception {
        assertThat(many().stage(1).toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isEqualTo(2);
        assertThat(many().completable(new Point(1, 2)).get(60, TimeUnit.SECONDS))
                .isEqualTo(new Point(1, 2));
        assertThat(many().future("f").get(60, TimeUnit.SECONDS)).isEqualTo("f");
        assertThatThrownBy(() -> many().failing().toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("later");
    }

    @Test
    void proxiesAreThemselves() {
        Many one = many();
        Many other = many();

        assertThat(List.of(one)).contains(one);
        assertThat(one).isNotEqualTo(other).hasToString("proxy of Many for 'many'");
        assertThat(one.hashCode()).isEqualTo(one.hashCode());
        assertThat(Set.of(one, other)).hasSize(2);
    }

    // ---- exceptions

    @Test
    void aDeclaredExceptionArrivesAsItselfWithItsCauseAndTheRemoteStack() {
        Throwable thrown = catchThrowable(() -> many().refuse("declared"));

        assertThat(thrown).isExactlyInstanceOf(Refused.class).hasMessage("no");
        assertThat(thrown.getCause())
                .isInstanceOf(RemoteInvocationException.class)
                .hasMessageContaining("disk");
        assertThat(thrown.getStackTrace()[0].getMethodName()).isEqualTo("refuse");
        assertThat(thrown.getStackTrace()[0].getClassName()).isEqualTo(ManyThings.class.getName());
        assertThat(List.of(thrown.getStackTrace()))
                .anyMatch(frame -> frame.getMethodName().contains("called from here"))
                .anyMatch(frame ->
                        frame.getMethodName().equals("aDeclaredExceptionArrivesAsItselfWithItsCauseAndTheRemoteStack"));
    }

    @Test
    void aSubclassOfADeclaredExceptionArrivesAsTheDeclaredOne() {
        assertThat(catchThrowable(() -> many().refuse("below")))
                .isExactlyInstanceOf(Refused.class)
                .hasMessage("never");
    }

    @Test
    void whatIsNotKnownHereArrivesByItsName() {
        assertThatThrownBy(() -> many().refuse("unknown"))
                .isInstanceOfSatisfying(RemoteInvocationException.class, e -> assertThat(e.remoteType())
                        .isEqualTo(ManyThings.class.getName() + "$Hidden"))
                .hasMessageContaining("secret");
        assertThatThrownBy(() -> many().refuse("error"))
                .isInstanceOf(RemoteInvocationException.class)
                .hasMessageContaining("java.lang.AssertionError");
    }

    @Test
    void commonExceptionsArriveAsThemselves() {
        assertThatThrownBy(() -> many().divide(1, 0))
                .isExactlyInstanceOf(ArithmeticException.class)
                .hasMessage("/ by zero");
        assertThatThrownBy(() -> many().refuse("other")).isExactlyInstanceOf(IllegalArgumentException.class);
    }

    // ---- without the interface

    @Test
    void overloadsAreChosenByTheArguments() {
        RemoteObject o = here.object("many");

        assertThat(o.call("add", 2, 3)).isEqualTo(5);
        assertThat(o.call("add", 2, 1L << 40)).isEqualTo(2 + (1L << 40));
        assertThat(o.call("add", 2, 3.5)).isEqualTo(5.5);
        assertThat(o.call("add", "a", "b")).isEqualTo("ab");
        assertThat(o.call("sum", 1, 2, 3, 4)).isEqualTo(10);
        assertThat(o.call("sum")).isEqualTo(0);
        assertThat(o.call("text", (Object) null)).isNull();
        assertThat(o.call(
                        "line",
                        Map.of(
                                "from",
                                Map.of("x", 1, "y", 2),
                                "to",
                                Map.of("x", 1, "y", 2),
                                "colours",
                                List.of("RED"))))
                .isInstanceOf(Map.class);
        assertThat(o.call(Point.class, "completable", new Point(4, 5))).isEqualTo(new Point(4, 5));
        assertThat(o.callAsync("add", 1, 1).join()).isEqualTo(2);
    }

    @Test
    void whatCanBeDoneIsTold() {
        Description many = here.object("many").describe();
        Description account = here.object("account").describe();

        assertThat(many.methods()).map(Description.Method::toString).contains("int add(int, int)", "void nothing()");
        assertThat(many.methods())
                .filteredOn(Description.Method::idempotent)
                .map(Description.Method::name)
                .containsExactly("repeatable");
        assertThat(account.attributes())
                .containsExactly(
                        new Description.Attribute("balance", "long", true, true, false),
                        new Description.Attribute("history", History.class.getTypeName(), true, false, true),
                        new Description.Attribute("limit", "int", true, true, false),
                        new Description.Attribute("owner", "java.lang.String", true, true, false),
                        new Description.Attribute("precision", "int", true, true, false));
    }

    // ---- attributes

    interface History {
        String last();

        Point first();

        int getSize();
    }

    interface Account {
        long getBalance();

        void setBalance(long value);

        int precision();

        void precision(int value);

        History getHistory();
    }

    static final class RealAccount implements Account {
        public volatile int limit = 10;
        private volatile long balance = 1;
        private volatile int precision = 2;
        private volatile String owner = "me";

        @Override
        public long getBalance() {
            return balance;
        }

        @Override
        public void setBalance(long value) {
            balance = value;
        }

        @Override
        public int precision() {
            return precision;
        }

        @Override
        public void precision(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("expected 0 or more");
            }
            precision = value;
        }

        public String getOwner() {
            return owner;
        }

        public void setOwner(String value) {
            owner = value;
        }

        @Override
        public History getHistory() {
            return new History() {
                @Override
                public String last() {
                    return "yesterday";
                }

                @Override
                public Point first() {
                    return new Point(7, 8);
                }

                @Override
                public int getSize() {
                    return 2;
                }
            };
        }
    }

    @Test
    void attributesAreReadAndWrittenThere() {
        RemoteObject account = here.object("account");
        account.set("balance", 5);
        account.set("precision", 4);
        account.set("limit", 11);
        account.set("owner", "you");

        assertThat(account.get("balance", Long.class)).isEqualTo(5L);
        assertThat(account.get("precision")).isEqualTo(4);
        assertThat(account.get("limit")).isEqualTo(11);
        assertThat(account.get("owner")).isEqualTo("you");
        assertThat(here.proxy("account", Account.class).precision()).isEqualTo(4);
        assertThatThrownBy(() -> account.set("precision", -1)).isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void openAttributesLeadOn() {
        RemoteObject history = here.object("account").at("history");

        assertThat(history.call("last")).isEqualTo("yesterday");
        assertThat(history.get("size")).isEqualTo(2);
        assertThat(history.call(Point.class, "first")).isEqualTo(new Point(7, 8));
    }

    // ---- references

    interface Desk {
        int apply(IntBinaryOperator operator, int a, int b);

        void each(List<String> names, Consumer<String> consumer);

        Function<Integer, Integer> adder(int n);

        int use(Function<Integer, Integer> function, int value);

        boolean isMine(Function<Integer, Integer> function);
    }

    static final class RealDesk implements Desk {
        private final List<Object> made = new ArrayList<>();

        @Override
        public int apply(IntBinaryOperator operator, int a, int b) {
            return operator.applyAsInt(a, b);
        }

        @Override
        public void each(List<String> names, Consumer<String> consumer) {
            names.forEach(consumer);
        }

        @Override
        public synchronized Function<Integer, Integer> adder(int n) {
            Function<Integer, Integer> adder = x -> x + n;
            made.add(adder);
            return adder;
        }

        @Override
        public int use(Function<Integer, Integer> function, int value) {
            return function.apply(value);
        }

        @Override
        public synchronized boolean isMine(Function<Integer, Integer> function) {
            return made.contains(function);
        }
    }

    @Test
    void interfacesTravelByReferenceAndComeBackAsThemselves() {
        there.export("desk", Desk.class, new RealDesk());
        Desk desk = here.proxy("desk", Desk.class);
        List<String> heard = new ArrayList<>();

        assertThat(desk.apply((a, b) -> a * b, 6, 7)).isEqualTo(42);
        desk.each(List.of("a", "b"), heard::add);
        assertThat(heard).containsExactly("a", "b");
        Function<Integer, Integer> adder = desk.adder(10);
        assertThat(adder.apply(1)).isEqualTo(11);
        assertThat(desk.isMine(adder)).isTrue();
        assertThat(desk.isMine(x -> x)).isFalse();
        assertThat(desk.use(adder, 5)).isEqualTo(15);
        assertThatThrownBy(() -> desk.apply((a, b) -> a / b, 1, 0)).isExactlyInstanceOf(ArithmeticException.class);
    }

    interface Ticker {
        Flow.Publisher<Integer> ticks(int count);
    }

    @Test
    void aPublisherOfAFlowSendsWhatIsAskedFor() throws Exception {
        there.export(
                "ticker",
                Ticker.class,
                count -> subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                    private int next;

                    @Override
                    public synchronized void request(long n) {
                        for (long i = 0; i < n && next < count; i++) {
                            next++;
                            subscriber.onNext(next);
                        }
                        if (next == count) {
                            next++;
                            subscriber.onComplete();
                        }
                    }

                    @Override
                    public void cancel() {}
                }));
        List<Integer> received = new ArrayList<>();
        CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        here.proxy("ticker", Ticker.class).ticks(5).subscribe(new Flow.Subscriber<Integer>() {
            @Override
            public void onSubscribe(Flow.Subscription s) {
                subscription.complete(s);
            }

            @Override
            public void onNext(Integer item) {
                received.add(item);
            }

            @Override
            public void onError(Throwable error) {
                done.completeExceptionally(error);
            }

            @Override
            public void onComplete() {
                done.complete(null);
            }
        });

        subscription.get(60, TimeUnit.SECONDS).request(2);
        assertThat(received).containsExactly(1, 2);
        subscription.join().request(10);

        done.get(60, TimeUnit.SECONDS);
        assertThat(received).containsExactly(1, 2, 3, 4, 5);
    }

    // ---- interfaces of the JDK

    @Test
    @SuppressWarnings("unchecked")
    void aListCanBeUsedFromElsewhere() {
        List<Object> real = new ArrayList<>(List.of(3, 1, 2));
        there.export("list", List.class, real);
        List<Object> list = here.proxy("list", List.class);

        assertThat(list.size()).isEqualTo(3);
        list.add("x");
        list.add(0, 9);
        assertThat(list.get(0)).isEqualTo(9);
        assertThat(list.contains("x")).isTrue();
        assertThat(list.remove(0)).isEqualTo(9);
        assertThat(list.indexOf(1)).isEqualTo(1);
        list.remove((Object) "x");
        List<Object> seen = new ArrayList<>();
        for (Object o : list) {
            seen.add(o);
        }
        assertThat(seen).containsExactly(3, 1, 2);
        list.sort(Comparator.comparing(o -> (Integer) o));
        assertThat(real).containsExactly(1, 2, 3);
        assertThat(list.subList(0, 2)).containsExactly(1, 2);
        assertThat(list.toArray()).containsExactly(1, 2, 3);
        assertThat(list.stream().count()).isEqualTo(3);
        list.replaceAll(o -> (Integer) o * 2);
        assertThat(real).containsExactly(2, 4, 6);
        assertThatThrownBy(() -> list.get(99)).isInstanceOf(IndexOutOfBoundsException.class);
        list.clear();
        assertThat(real).isEmpty();
    }

    @Test
    @SuppressWarnings("unchecked")
    void aMapAndAComparatorCanBeUsedFromElsewhere() {
        Map<String, Object> real = new HashMap<>();
        there.export("map", Map.class, real);
        there.export("order", Comparator.class, Comparator.<String>reverseOrder());
        Map<String, Object> map = here.proxy("map", Map.class);
        Comparator<String> order = here.proxy("order", Comparator.class);

        assertThat(map.put("k", 1)).isNull();
        assertThat(map.computeIfAbsent("l", k -> k + k)).isEqualTo("ll");
        assertThat(map.merge("k", 5, (a, b) -> (Integer) a + (Integer) b)).isEqualTo(6);
        assertThat(map.keySet()).containsExactlyInAnyOrder("k", "l");
        assertThat(map.getOrDefault("m", "none")).isEqualTo("none");
        assertThat(real).containsEntry("k", 6);
        assertThat(order.compare("a", "b")).isPositive();
        assertThat(order.reversed().compare("a", "b")).isNegative();
    }

    // ---- what travels with a call

    interface Curious {
        String who();

        long millisLeft();
    }

    @Test
    void metadataCallerAndDeadlineAreToldToTheCallee() {
        there.export("curious", Curious.class, new Curious() {
            @Override
            public String who() {
                var invocation = there.invocation().orElseThrow();
                return invocation.caller() + " " + invocation.metadata().get("trace");
            }

            @Override
            public long millisLeft() {
                return there.invocation().orElseThrow().remaining().toMillis();
            }
        });
        Curious curious = here.proxy(
                "curious",
                Curious.class,
                CallOptions.DEFAULT.metadata(Map.of("trace", "t1")).deadline(Duration.ofSeconds(60)));

        assertThat(curious.who()).isEqualTo(NODES.id(1) + " t1");
        assertThat(curious.millisLeft()).isBetween(1L, 60_000L);
        assertThat(here.invocation()).isEmpty();
    }

    @Test
    void thisNodesOwnExportsAreCalledTheSameWay() {
        here.export("own", Many.class, new ManyThings());
        Many own = here.proxy("own", Many.class);

        assertThat(own.add(1, 2)).isEqualTo(3);
        assertThat(own.shape(new Circle(1))).isEqualTo(new Circle(1));
        assertThatThrownBy(() -> own.refuse("declared")).isExactlyInstanceOf(Refused.class);
        assertThat(here.object("own").call("add", 2, 2)).isEqualTo(4);
    }
}
