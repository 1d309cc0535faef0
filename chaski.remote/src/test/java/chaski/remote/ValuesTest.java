package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import chaski.api.LimitException;
import chaski.api.TypeRef;
import chaski.api.remote.RefusedException;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteObject;
import chaski.testkit.Seeds;
import chaski.testkit.values.RandomValues;
import chaski.testkit.values.SampleTypes.Circle;
import chaski.testkit.values.SampleTypes.Coin;
import chaski.testkit.values.SampleTypes.Item;
import chaski.testkit.values.SampleTypes.Mark;
import chaski.testkit.values.SampleTypes.RareItem;
import chaski.testkit.values.SampleTypes.Shape;
import chaski.testkit.values.ValueEquality;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arguments and results arrive unchanged, or are refused with a reason; a method's change of a copy is never ignored.
 */
class ValuesTest {

    private static final Nodes NODES = new Nodes();
    private static final RealDesk DESK = new RealDesk();
    private static Remote here;
    private static Remote there;

    static final class ShopException extends Exception {

        private static final long serialVersionUID = 1L;
        private final int code;

        ShopException(String message, int code, Throwable cause) {
            super(message, cause);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    interface Desk {
        Coin coin(Coin coin);

        EnumSet<Coin> coins(EnumSet<Coin> coins);

        List<Shape> shapes(Map<String, Shape> shapes);

        Item item(Item item);

        byte[] bytes(int count);

        Object anything(int kind);

        int fill(List<String> names);

        int fillMap(Map<String, Integer> counts);

        void sort(int[] numbers);

        void swap(Object[] things);

        int sum(int[] numbers);

        void append(StringBuilder text);

        int read(ByteBuffer into);

        String later(Function<Integer, CompletableFuture<String>> function) throws Exception;

        Function<String, CompletableFuture<Integer>> lengths();

        void sell(int code) throws ShopException;

        void suppress() throws IOException;

        void shout();

        <T extends Item> T most(List<T> items);
    }

    static final class RealDesk implements Desk {

        private final AtomicInteger runs = new AtomicInteger();

        @Override
        public Coin coin(Coin coin) {
            return coin;
        }

        @Override
        public EnumSet<Coin> coins(EnumSet<Coin> coins) {
            return EnumSet.complementOf(coins);
        }

        @Override
        public List<Shape> shapes(Map<String, Shape> shapes) {
            return List.copyOf(shapes.values());
        }

        @Override
        public Item item(Item item) {
            RareItem rare = new RareItem();
            rare.setName("rare");
            return "rare".equals(item.getName()) ? rare : item;
        }

        @Override
        public byte[] bytes(int count) {
            runs.incrementAndGet();
            return new byte[count];
        }

        @Override
        public Object anything(int kind) {
            runs.incrementAndGet();
            return kind == 0 ? Collections.singletonMap(null, 1) : new Thread("t");
        }

        @Override
        public int fill(List<String> names) {
            names.add("x");
            return names.size();
        }

        @Override
        public int fillMap(Map<String, Integer> counts) {
            counts.merge("x", 1, Integer::sum);
            return counts.size();
        }

        @Override
        public void sort(int[] numbers) {
            Arrays.sort(numbers);
        }

        @Override
        public void swap(Object[] things) {
            Object first = things[0];
            things[0] = things[1];
            things[1] = first;
        }

        @Override
        public int sum(int[] numbers) {
            return Arrays.stream(numbers).sum();
        }

        @Override
        public void append(StringBuilder text) {
            text.append("x");
        }

        @Override
        public int read(ByteBuffer into) {
            into.put((byte) 1);
            return 1;
        }

        @Override
        public String later(Function<Integer, CompletableFuture<String>> function) throws Exception {
            return function.apply(7).get(60, TimeUnit.SECONDS);
        }

        @Override
        public Function<String, CompletableFuture<Integer>> lengths() {
            return text -> CompletableFuture.supplyAsync(text::length);
        }

        @Override
        public void sell(int code) throws ShopException {
            throw new ShopException("sold out", code, new IllegalStateException("empty"));
        }

        @Override
        public void suppress() throws IOException {
            IOException error = new IOException("first");
            IllegalStateException second = new IllegalStateException("second", new ArithmeticException("why"));
            second.addSuppressed(new IllegalArgumentException("third"));
            second.addSuppressed(error);
            error.addSuppressed(second);
            throw error;
        }

        @Override
        public void shout() {
            IllegalStateException error = new IllegalStateException("loud");
            StackTraceElement[] frames = new StackTraceElement[64];
            Arrays.fill(frames, new StackTraceElement("c".repeat(500), "m".repeat(500), "f".repeat(500), 1));
            error.setStackTrace(frames);
            Throwable cause = error;
            for (int i = 0; i < 40; i++) {
                IllegalStateException next = new IllegalStateException("loud " + i);
                next.setStackTrace(frames);
                cause.addSuppressed(next);
                cause = i % 8 == 7 ? next : cause;
            }
            throw error;
        }

        @Override
        public <T extends Item> T most(List<T> items) {
            return items.get(items.size() - 1);
        }
    }

    @BeforeAll
    static void start() {
        there = NODES.remote("there");
        here = NODES.remote("here");
        there.export("desk", Desk.class, DESK);
        assertThat(here.awaitExporters("desk", 1, Nodes.LONG)).isTrue();
    }

    @AfterAll
    static void stop() {
        NODES.close();
    }

    private static Desk desk() {
        return here.proxy("desk", Desk.class);
    }

    @Test
    void constantsArriveByTheirNames() {
        RemoteObject object = here.object("desk");

        for (Coin coin : Coin.values()) {
            assertThat(desk().coin(coin)).isSameAs(coin);
            assertThat(object.call("coin", coin)).isEqualTo(coin.name());
            assertThat(object.call(Coin.class, "coin", coin.name())).isSameAs(coin);
        }
        assertThat(desk().coins(EnumSet.of(Coin.USD))).isEqualTo(EnumSet.of(Coin.CAD, Coin.EUR));
        assertThatThrownBy(() -> object.call("coin", "$"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not one of the values accepted");
    }

    @Test
    void sealedTypesArriveWithinOtherValues() {
        assertThat(desk().shapes(Map.of("a", new Circle(2)))).containsExactly(new Circle(2));
        assertThat(desk().shapes(Map.of("a", Mark.CROSS))).containsExactly(Mark.CROSS);
        assertThat(here.object("desk").call("shapes", Map.of("a", new Circle(3))))
                .isEqualTo(List.of(Map.of("@type", "Circle", "radius", 3.0)));
    }

    @Test
    void aSubclassIsRefusedWhereItIsWritten() {
        Item rare = new Item();
        rare.setName("rare");

        assertThatThrownBy(() -> desk().item(new RareItem()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(Item.class.getName())
                .hasMessageContaining(RareItem.class.getName());
        assertThatThrownBy(() -> desk().item(rare))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("the method succeeded, but its result cannot be sent")
                .hasMessageContaining(RareItem.class.getName());
        assertThat(desk().most(List.of(rare))).isEqualTo(rare);
    }

    @Test
    void aResultThatIsTooLongIsRefusedByNameOfTheLimit() {
        int before = DESK.runs.get();

        assertThatThrownBy(() -> desk().bytes(10 << 20))
                .isInstanceOf(LimitException.class)
                .hasMessageContaining("the method succeeded, but its result cannot be sent")
                .hasMessageContaining("4194304 bytes")
                .hasMessageContaining("session.sendLogBytes");
        assertThat(DESK.runs.get()).isEqualTo(before + 1);
        assertThat(desk().bytes(3 << 20)).hasSize(3 << 20);
    }

    @Test
    void aResultThatCannotBeWrittenIsToldAsSuch() {
        for (int kind : new int[] {0, 1}) {
            assertThatThrownBy(() -> desk().anything(kind))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("the method succeeded, but its result cannot be sent");
        }
    }

    @Test
    void whatAMethodChangesInACopyIsNeverIgnored() {
        assertThatThrownBy(() -> desk().fill(List.of("a"))).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> desk().fillMap(Map.of("a", 1))).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> desk().sort(new int[] {2, 1}))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("sort changed an array that it was given");
        assertThatThrownBy(() -> desk().swap(new Object[] {"a", "b"})).isInstanceOf(CodecException.class);
        assertThat(desk().sum(new int[] {2, 1})).isEqualTo(3);
        assertThatThrownBy(() -> desk().append(new StringBuilder("a")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("got a StringBuilder");
        assertThatThrownBy(() -> desk().read(ByteBuffer.allocate(4))).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> here.object("desk").call("append", new StringBuilder("a")))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void callbacksMayAnswerLater() throws Exception {
        assertThat(desk().later(n -> CompletableFuture.supplyAsync(() -> "n" + n)))
                .isEqualTo("n7");
        assertThat(desk().lengths().apply("four").get(60, TimeUnit.SECONDS)).isEqualTo(4);
        assertThatThrownBy(() -> desk().later(n -> CompletableFuture.failedFuture(new IllegalStateException("no"))))
                .hasStackTraceContaining("no");
    }

    @Test
    void anExceptionIsMadeOfMessageCodeAndCause() {
        assertThatThrownBy(() -> desk().sell(42))
                .isInstanceOf(ShopException.class)
                .hasMessage("sold out")
                .satisfies(e -> assertThat(((ShopException) e).code()).isEqualTo(42))
                .hasCauseExactlyInstanceOf(IllegalStateException.class);
    }

    @Test
    void suppressedExceptionsArrive() {
        assertThatThrownBy(() -> desk().suppress())
                .isExactlyInstanceOf(IOException.class)
                .satisfies(e -> {
                    assertThat(e.getSuppressed()).hasSize(1);
                    Throwable second = e.getSuppressed()[0];
                    assertThat(second)
                            .isExactlyInstanceOf(IllegalStateException.class)
                            .hasMessage("second");
                    assertThat(second).hasCauseExactlyInstanceOf(ArithmeticException.class);
                    assertThat(second.getSuppressed()).hasSize(1);
                    assertThat(second.getSuppressed()[0]).hasMessage("third");
                });
    }

    @Test
    void anExceptionIsShortenedWhereItIsTooLong() {
        assertThatThrownBy(() -> desk().shout())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("loud");
    }

    static LongStream seeds() {
        return Seeds.all().limit(3);
    }

    /** As arguments and as results; refused by the caller, or by the exporter after the method ran, or equal. */
    @ParameterizedTest
    @MethodSource("seeds")
    void randomValuesArriveOrAreRefused(long seed) {
        RandomValues values = new RandomValues(seed);
        int same = 0;
        for (int i = 0; i < 40; i++) {
            RandomValues.Typed typed = values.next();
            if (typed.type() instanceof Class<?> type && !type.isArray()) {
                same += arrives(type, typed.value(), "value" + seed + "_" + i) ? 1 : 0;
            }
        }
        assertThat(same).isPositive();
    }

    @SuppressWarnings("try") // the function is attached as long as the block runs
    private static <T> boolean arrives(Class<T> type, Object value, String name) {
        AtomicInteger runs = new AtomicInteger();
        try (var registration = there.attach(name, type, type, given -> {
            runs.incrementAndGet();
            assertThat(ValueEquality.of(value, given)).as("%s", given).isTrue();
            return given;
        })) {
            Object back = here.function(name, type).call(value);
            assertThat(ValueEquality.of(value, back))
                    .as("%s came back as %s", value, back)
                    .isTrue();
            return true;
        } catch (CodecException refused) {
            assertThat(runs.get()).as("%s: %s", value, refused.getMessage()).isZero();
            return false;
        }
    }

    interface Echo<T> {
        T back(T value);
    }

    /** {@code Echo<T>} of a type that is determined at run time. */
    private record EchoOf(Type argument) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return new Type[] {argument};
        }

        @Override
        public Type getRawType() {
            return Echo.class;
        }

        @Override
        public Type getOwnerType() {
            return ValuesTest.class;
        }
    }

    /** The same through an interface: both sides know the whole type. */
    @ParameterizedTest
    @MethodSource("seeds")
    void randomValuesOfGenericTypesArriveOrAreRefused(long seed) {
        RandomValues values = new RandomValues(seed);
        int same = 0;
        for (int i = 0; i < 40; i++) {
            RandomValues.Typed typed = values.next();
            same += comesBack(TypeRef.of(new EchoOf(typed.type())), typed.value(), "echo" + seed + "_" + i) ? 1 : 0;
        }
        assertThat(same).isGreaterThan(20);
    }

    @SuppressWarnings({"unchecked", "try"}) // the object is exported as long as the block runs
    private static boolean comesBack(TypeRef<?> type, Object value, String name) {
        TypeRef<Echo<Object>> echo = (TypeRef<Echo<Object>>) type;
        AtomicInteger runs = new AtomicInteger();
        try (var registration = there.export(name, echo, given -> {
            runs.incrementAndGet();
            assertThat(ValueEquality.of(value, given)).as("%s: %s", type, given).isTrue();
            return value;
        })) {
            Object back = here.proxy(name, echo).back(value);
            assertThat(ValueEquality.of(value, back))
                    .as("%s: %s came back as %s", type, value, back)
                    .isTrue();
            return true;
        } catch (CodecException refused) {
            assertThat(runs.get())
                    .as("%s: %s: %s", type, value, refused.getMessage())
                    .isZero();
            return false;
        }
    }
}
