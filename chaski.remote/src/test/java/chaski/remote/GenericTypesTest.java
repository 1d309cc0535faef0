package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import chaski.api.ConfigurationException;
import chaski.api.TypeRef;
import chaski.api.remote.RefusedException;
import chaski.api.remote.Remote;
import chaski.api.remote.ServiceDescription;
import chaski.testkit.values.SampleTypes.Circle;
import chaski.testkit.values.SampleTypes.Coin;
import chaski.testkit.values.SampleTypes.Item;
import chaski.testkit.values.SampleTypes.RareItem;
import chaski.testkit.values.SampleTypes.Shape;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Generic types, of functions and of interfaces, and type variables of methods. */
class GenericTypesTest {

    private static final Nodes NODES = new Nodes();
    private static final TypeRef<List<Item>> ITEMS = new TypeRef<>() {};
    private static final TypeRef<Integer> INTEGER = TypeRef.of(Integer.class);
    private static Remote here;
    private static Remote there;

    @BeforeAll
    static void start() {
        there = NODES.remote("there");
        here = NODES.remote("here");
        there.export("desk", Desk.class, new RealDesk());
    }

    @AfterAll
    static void stop() {
        NODES.close();
    }

    private static Item item(String name) {
        Item item = new Item();
        item.setName(name);
        return item;
    }

    // ---- functions

    @Test
    void aFunctionTakesAndReturnsGenericTypes() {
        there.attach("sorted", ITEMS, new TypeRef<Map<String, Item>>() {}, items -> {
            Map<String, Item> byName = new LinkedHashMap<>();
            for (Item item : items) {
                byName.put(String.valueOf(item.getName()), item);
            }
            return byName;
        });

        Map<String, Item> byName =
                here.function("sorted", new TypeRef<Map<String, Item>>() {}).call(List.of(item("a"), item("b")));

        assertThat(byName).containsOnly(Map.entry("a", item("a")), Map.entry("b", item("b")));
    }

    @Test
    void functionsOfSeveralArgumentsMayBeGenericToo() {
        there.attach(
                "pick",
                ITEMS,
                INTEGER,
                new TypeRef<Optional<Item>>() {},
                (items, index) -> index < items.size() ? Optional.of(items.get(index)) : Optional.empty());
        there.attach(
                "count",
                List.of(ITEMS, ITEMS, TypeRef.of(String.class)),
                INTEGER,
                all -> ((List<?>) all[0]).size() + ((List<?>) all[1]).size());

        List<Item> items = List.of(item("a"));
        assertThat(here.function("pick", new TypeRef<Optional<Item>>() {}).call(items, 0))
                .contains(item("a"));
        assertThat(here.function("pick", new TypeRef<Optional<Item>>() {}).call(items, 1))
                .isEmpty();
        assertThat(here.function("count", INTEGER).call(items, items, "x")).isEqualTo(2);
        assertThat(here.function("pick", Item.class).describe())
                .isEqualTo(new ServiceDescription.Method(
                        "apply",
                        List.of("java.util.List<" + Item.class.getName() + ">", "java.lang.Integer"),
                        "java.util.Optional<" + Item.class.getName() + ">",
                        false));
    }

    @Test
    void anArgumentMayBeMissing() {
        there.attach("increment", new TypeRef<Optional<Integer>>() {}, INTEGER, n -> n.orElse(0) + 1);
        there.attach("lengths", new TypeRef<Optional<List<Item>>>() {}, INTEGER, n -> n.orElse(List.of())
                .size());

        assertThat(here.function("increment", INTEGER).call(Optional.of(3))).isEqualTo(4);
        assertThat(here.function("increment", INTEGER).call(3)).isEqualTo(4);
        assertThat(here.function("increment", INTEGER).call(Optional.empty())).isEqualTo(1);
        assertThat(here.function("increment", INTEGER).call((Object) null)).isEqualTo(1);
        assertThat(here.function("lengths", INTEGER).call(Optional.of(List.of(item("a")))))
                .isEqualTo(1);
        assertThatThrownBy(() -> here.function("increment", INTEGER).call("x")).isInstanceOf(RefusedException.class);
    }

    @Test
    void anElementOfASubclassIsRefusedByWhoSendsIt() {
        there.attach("rare", ITEMS, ITEMS, items -> items.isEmpty() ? List.of(new RareItem()) : items);

        assertThatThrownBy(() -> here.function("rare", ITEMS).call(List.of()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("the method succeeded, but its result cannot be sent")
                .hasMessageContaining("expected a " + Item.class.getName() + ", got a " + RareItem.class.getName());
    }

    @Test
    void aFunctionMayReturnAFutureOrAStream() throws Exception {
        there.attach(
                "later",
                INTEGER,
                new TypeRef<CompletableFuture<List<Item>>>() {},
                n -> CompletableFuture.supplyAsync(() -> Collections.nCopies(n, item("x"))));
        there.attach(
                "stage",
                INTEGER,
                new TypeRef<CompletionStage<Item>>() {},
                n -> CompletableFuture.failedFuture(new IllegalStateException("no " + n)));
        there.attach("each", ITEMS, new TypeRef<Flow.Publisher<Item>>() {}, GenericTypesTest::published);

        assertThat(here.function("later", ITEMS).call(2)).containsExactly(item("x"), item("x"));
        assertThatThrownBy(() -> here.function("stage", Item.class).call(1))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("no 1");
        Flow.Publisher<Item> each =
                here.function("each", new TypeRef<Flow.Publisher<Item>>() {}).call(List.of(item("a")));
        assertThat(first(each).get(60, TimeUnit.SECONDS)).isEqualTo(item("a"));
        assertThatThrownBy(() -> here.function("later", new TypeRef<CompletableFuture<List<Item>>>() {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("name its value, and use callAsync");
    }

    private static Flow.Publisher<Item> published(List<Item> items) {
        return subscriber -> {
            SubmissionPublisher<Item> publisher = new SubmissionPublisher<>(Runnable::run, 16);
            publisher.subscribe(subscriber);
            items.forEach(publisher::submit);
            publisher.close();
        };
    }

    private static <T> CompletableFuture<T> first(Flow.Publisher<T> publisher) {
        CompletableFuture<T> first = new CompletableFuture<>();
        publisher.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(T item) {
                first.complete(item);
            }

            @Override
            public void onError(Throwable failure) {
                first.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {}
        });
        return first;
    }

    // ---- interfaces

    interface Store<T> {
        T latest();

        void setLatest(T value);

        List<T> all(Map<String, T> more);
    }

    static final class RealStore implements Store<Item> {

        private Item latest = item("first");

        @Override
        public synchronized Item latest() {
            return latest;
        }

        @Override
        public synchronized void setLatest(Item value) {
            latest = value;
        }

        @Override
        public synchronized List<Item> all(Map<String, Item> more) {
            List<Item> all = new ArrayList<>(more.values());
            all.add(latest);
            return all;
        }
    }

    @Test
    void aGenericInterfaceIsOfTheTypeThatWasGiven() {
        TypeRef<Store<Item>> type = new TypeRef<>() {};
        there.export("store", type, new RealStore());

        Store<Item> store = here.proxy("store", type);
        store.setLatest(item("last"));

        assertThat(store.latest()).isEqualTo(item("last"));
        assertThat(store.all(Map.of("k", item("more")))).containsExactly(item("more"), item("last"));
        assertThatThrownBy(() -> store.setLatest(new RareItem())).isInstanceOf(CodecException.class);
        assertThat(here.object("store").get("latest", Item.class)).isEqualTo(item("last"));
        assertThat(here.object("store").call(ITEMS, "all", Map.of())).containsExactly(item("last"));
    }

    @Test
    void anAttributeOfAGenericTypeIsReadAndFollowed() throws Exception {
        there.export("names", new TypeRef<Store<List<String>>>() {}, new Store<>() {
            @Override
            public List<String> latest() {
                return List.of("a");
            }

            @Override
            public void setLatest(List<String> value) {}

            @Override
            public List<List<String>> all(Map<String, List<String>> more) {
                return List.of();
            }
        });
        TypeRef<List<String>> names = new TypeRef<>() {};

        assertThat(here.object("names").get("latest", names)).containsExactly("a");
        assertThat(first(here.object("names").observe("latest", names)).get(60, TimeUnit.SECONDS))
                .containsExactly("a");
    }

    @Test
    void aProxyOfAClassOrASealedTypeIsRefused() {
        assertThatThrownBy(() -> here.proxy("x", ITEMS.getClass())).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> here.proxy("x", new TypeRef<ArrayList<Item>>() {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("expected an interface");
    }

    // ---- type variables of methods

    interface Desk {
        <T extends Item> T same(T item);

        <T extends Item> List<T> reversed(List<? extends T> items);

        <T extends Shape> T shape(T shape);

        <T extends Runnable> T task(T task);

        <T extends Item> void each(List<T> items, Consumer<? super T> consumer);

        <T extends Number> double sum(List<T> numbers);

        <T extends Comparable<T>> int compare(T one, T other);

        <T> T plain(T anything);

        CharSequence joined(CharSequence one, CharSequence other);
    }

    static final class RealDesk implements Desk {

        @Override
        public <T extends Item> T same(T item) {
            return item;
        }

        @Override
        public <T extends Item> List<T> reversed(List<? extends T> items) {
            List<T> reversed = new ArrayList<>(items);
            Collections.reverse(reversed);
            return reversed;
        }

        @Override
        public <T extends Shape> T shape(T shape) {
            return shape;
        }

        @Override
        public <T extends Runnable> T task(T task) {
            task.run();
            return task;
        }

        @Override
        public <T extends Item> void each(List<T> items, Consumer<? super T> consumer) {
            items.forEach(consumer);
        }

        @Override
        public <T extends Number> double sum(List<T> numbers) {
            return numbers.stream().mapToDouble(Number::doubleValue).sum();
        }

        @Override
        public <T extends Comparable<T>> int compare(T one, T other) {
            return one.compareTo(other);
        }

        @Override
        public <T> T plain(T anything) {
            return anything;
        }

        @Override
        public CharSequence joined(CharSequence one, CharSequence other) {
            return new StringBuilder().append(one).append(other);
        }
    }

    private static Desk desk() {
        return here.proxy("desk", Desk.class);
    }

    @Test
    void aVariableWithABoundTravelsAsTheBound() {
        List<Item> seen = new ArrayList<>();
        Runnable task = () -> seen.add(item("ran"));

        assertThat(desk().same(item("a"))).isEqualTo(item("a"));
        assertThat(desk().reversed(List.of(item("a"), item("b")))).containsExactly(item("b"), item("a"));
        assertThat(desk().shape(new Circle(2))).isEqualTo(new Circle(2));
        assertThat(desk().task(task)).isSameAs(task);
        desk().each(List.of(item("x")), seen::add);
        assertThat(seen).containsExactly(item("ran"), item("x"));
        assertThat(desk().sum(List.of(1L, 2.5))).isEqualTo(3.5);
        assertThat(desk().compare(3, 4)).isNegative();
        assertThat(desk().<Object>plain(Map.of("k", 1))).isEqualTo(Map.of("k", 1));
    }

    @Test
    void aValueOfASubclassIsRefusedWhereTheBoundIsItsSuperclass() {
        String reason = "expected a " + Item.class.getName() + ", got a " + RareItem.class.getName();

        assertThatThrownBy(() -> desk().same(new RareItem()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> desk().reversed(List.of(new RareItem())))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> desk().each(List.of(new RareItem()), item -> {}))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anyTextArrivesAsAString() {
        assertThat(desk().joined("a", "b")).isEqualTo("ab");
        assertThat(here.object("desk").call("joined", "a", "b")).isEqualTo("ab");
        assertThatThrownBy(() -> desk().joined("a", new StringBuilder("b")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("got a StringBuilder");
    }

    interface MostOfNumbers {
        <T extends Number> T most(List<T> numbers);
    }

    interface EachNumber {
        <T extends Number> void each(List<T> numbers, Consumer<? super T> consumer);
    }

    interface MostOfComparables {
        <T extends Object & Comparable<? super T>> T most(List<? extends T> all);
    }

    interface SameText {
        <T extends CharSequence> T[] same(T[] texts);
    }

    interface SameList {
        <T extends List<Item>> Optional<T> same(T list);
    }

    interface OfConstants {
        <E extends Enum<E>> void take(E constant);
    }

    abstract static class Thing {}

    interface OfThings {
        <T extends Thing> void take(T thing);
    }

    interface OfBoth {
        <T extends Item & Runnable> void take(T both);
    }

    interface Resource {
        <T extends Runnable & Closeable> void use(T resource);
    }

    interface OfNumbers<T extends Number> {
        T latest();
    }

    private static final Map<Class<?>, String> REFUSED = Map.of(
            MostOfNumbers.class,
                    "most remotely: its type variable T is not resolved, and a value that is declared as java.lang.Number",
            EachNumber.class, "declared as java.lang.Number may arrive as another class",
            MostOfComparables.class, "declared as java.lang.Object may arrive as another class",
            SameText.class, "declared as java.lang.CharSequence may arrive as another class",
            SameList.class, "declared as java.util.List may arrive as another class",
            OfConstants.class, "java.lang.Enum is abstract, so the class of a value is unknown",
            OfThings.class, "Thing is abstract, so the class of a value is unknown",
            OfBoth.class, "SampleTypes$Item, which does not satisfy all of its bounds",
            Resource.class, "java.lang.Runnable, which does not satisfy all of its bounds",
            OfNumbers.class, "declared as java.lang.Number may arrive as another class");

    @Test
    void aVariableWhoseValuesWouldArriveAsAnotherClassIsRefusedWhenTheProxyOrExportIsMade() {
        REFUSED.forEach((type, reason) -> {
            assertThatThrownBy(() -> here.proxy("refused", type))
                    .as("%s", type)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("cannot call " + type.getName())
                    .hasMessageContaining(reason);
            assertThatThrownBy(() -> exportAnything(type))
                    .as("%s", type)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(reason);
        });
        assertThat(here.proxy("fine", new TypeRef<OfNumbers<Long>>() {})).isNotNull();
    }

    private static <T> void exportAnything(Class<T> type) {
        Object object = java.lang.reflect.Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
        there.export("refused", type, type.cast(object));
    }

    interface Giver {
        MostOfNumbers most();
    }

    @Test
    void suchAnObjectThatIsLentCannotBeCalled() {
        there.export("giver", Giver.class, () -> new MostOfNumbers() {
            @Override
            public <T extends Number> T most(List<T> numbers) {
                return numbers.get(0);
            }
        });

        MostOfNumbers lent = here.proxy("giver", Giver.class).most();

        assertThatThrownBy(() -> lent.most(List.of(1L)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("may arrive as another class");
    }

    // ---- callbacks with later results

    interface Handler<A, B> {
        CompletionStage<B> handle(A value, Handler<B, A> back);
    }

    interface Asker {
        Item ask(BiFunction<Item, List<Integer>, CompletableFuture<Item>> function) throws Exception;

        Coin supply(Supplier<? extends CompletionStage<Coin>> supplier);

        int wait(Supplier<Future<Integer>> supplier) throws Exception;

        CompletableFuture<List<Item>> handle(Handler<Item, List<Item>> handler);
    }

    static final class RealAsker implements Asker {

        @Override
        public Item ask(BiFunction<Item, List<Integer>, CompletableFuture<Item>> function) throws Exception {
            return function.apply(item("q"), List.of(1, 2)).get(60, TimeUnit.SECONDS);
        }

        @Override
        public Coin supply(Supplier<? extends CompletionStage<Coin>> supplier) {
            return supplier.get().toCompletableFuture().join();
        }

        @Override
        public int wait(Supplier<Future<Integer>> supplier) throws Exception {
            return supplier.get().get(60, TimeUnit.SECONDS);
        }

        @Override
        public CompletableFuture<List<Item>> handle(Handler<Item, List<Item>> handler) {
            return handler.handle(item("to"), (items, back) -> CompletableFuture.completedFuture(items.get(0)))
                    .toCompletableFuture();
        }
    }

    @Test
    void callbacksAnswerLaterWithValuesOfTheDeclaredTypes() throws Exception {
        there.export("asker", Asker.class, new RealAsker());
        Asker asker = here.proxy("asker", Asker.class);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Item> answer = new CompletableFuture<>();

        CompletableFuture<Item> result = CompletableFuture.supplyAsync(() -> {
            try {
                return asker.ask((item, numbers) -> {
                    asked.countDown();
                    return answer.thenApply(a -> item(a.getName() + item.getName() + numbers));
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        answer.complete(item("a"));

        assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(item("aq[1, 2]"));
        assertThat(asker.supply(() -> CompletableFuture.completedFuture(Coin.EUR)))
                .isSameAs(Coin.EUR);
        assertThat(asker.wait(() -> CompletableFuture.completedFuture(3))).isEqualTo(3);
        assertThat(asker.handle((to, back) -> back.handle(List.of(to, item("x")), (i, none) -> null)
                                .thenApply(first -> List.of(first, item("y"))))
                        .get(60, TimeUnit.SECONDS))
                .containsExactly(item("to"), item("y"));
        assertThatThrownBy(() -> asker.ask((item, numbers) -> CompletableFuture.completedFuture(new RareItem())))
                .hasStackTraceContaining("expected a " + Item.class.getName() + ", got a " + RareItem.class.getName());
    }
}
