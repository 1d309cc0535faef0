package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import chaski.api.remote.Remote;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Interfaces that were not made for remote calls, those of the JDK, used through proxies: a test of combinations of
 * generics, default methods, callbacks, references and results by value.
 */
@SuppressWarnings("unchecked") // a proxy of a generic interface is one of any of its types
class JdkInterfacesTest {

    private static final Nodes NODES = new Nodes();
    private static Remote here;
    private static Remote there;

    @BeforeAll
    static void start() {
        there = NODES.remote("there");
        here = NODES.remote("here");
    }

    @AfterAll
    static void stop() {
        NODES.close();
    }

    private static <T> T exported(String name, Class<? super T> type, T real) {
        there.export(name, (Class<T>) type, real);
        return here.proxy(name, (Class<T>) type);
    }

    @Test
    void aList() {
        List<Object> real = new ArrayList<>(List.of(3, 1, 2));
        List<Object> list = exported("list", List.class, real);

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
        list.replaceAll(o -> (Integer) o * 2);
        assertThat(real).containsExactly(2, 4, 6);
        assertThat(list.removeIf(o -> (Integer) o > 5)).isTrue();
        assertThat(list.addAll(List.of(8, 9))).isTrue();
        assertThat(list.containsAll(Set.of(8, 2))).isTrue();
        assertThat(real).containsExactly(2, 4, 8, 9);
        assertThatThrownBy(() -> list.get(99)).isInstanceOf(IndexOutOfBoundsException.class);
        list.clear();
        assertThat(real).isEmpty();
    }

    @Test
    void aListIteratorThatChangesTheListItGoesThrough() {
        List<Integer> real = new ArrayList<>(List.of(1, 2, 3, 4));
        List<Integer> list = exported("iterated", List.class, real);

        ListIterator<Integer> iterator = list.listIterator();
        while (iterator.hasNext()) {
            int next = iterator.next();
            if (next % 2 == 0) {
                iterator.set(next * 10);
            } else {
                iterator.remove();
            }
        }

        assertThat(real).containsExactly(20, 40);
        assertThat(iterator.previous()).isEqualTo(40);
        Iterator<Integer> atEnd = list.listIterator(2);
        assertThatThrownBy(atEnd::next).isExactlyInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aStreamWhoseStepsAreHere() {
        List<Integer> list = exported("streamed", List.class, new ArrayList<>(List.of(1, 2, 3, 4, 5)));
        List<Integer> seen = new ArrayList<>();

        Stream<Integer> stream = list.stream().filter(i -> i % 2 == 1).map(i -> i * i);

        assertThat(stream.toList()).containsExactly(1, 9, 25);
        list.stream().limit(2).forEach(seen::add);
        assertThat(seen).containsExactly(1, 2);
        assertThat(list.stream().reduce(0, Integer::sum)).isEqualTo(15);
        assertThat(list.stream().max(Comparator.naturalOrder())).contains(5);
        assertThat(list.stream().anyMatch(i -> i > 4)).isTrue();
        assertThat(list.stream().count()).isEqualTo(5);
        assertThat(list.stream().map(i -> i + 1).collect(Collectors.toList())).containsExactly(2, 3, 4, 5, 6);
        List<Integer> filled = list.stream().collect(ArrayList::new, List::add, List::addAll);
        assertThat(filled).containsExactly(1, 2, 3, 4, 5);
        StringBuilder text = list.stream()
                .mapToInt(i -> i)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append);
        assertThat(text).hasToString("12345");
    }

    @Test
    void aMap() {
        Map<String, Object> real = new HashMap<>();
        Map<String, Object> map = exported("map", Map.class, real);

        assertThat(map.put("k", 1)).isNull();
        assertThat(map.computeIfAbsent("l", k -> k + k)).isEqualTo("ll");
        assertThat(map.merge("k", 5, (a, b) -> (Integer) a + (Integer) b)).isEqualTo(6);
        assertThat(map.keySet()).containsExactlyInAnyOrder("k", "l");
        assertThat(map.values()).containsExactlyInAnyOrder(6, "ll");
        assertThat(map.entrySet()).containsExactlyInAnyOrder(Map.entry("k", 6), Map.entry("l", "ll"));
        assertThat(map.getOrDefault("m", "none")).isEqualTo("none");
        Map<String, Object> copy = new HashMap<>();
        map.forEach(copy::put);
        assertThat(copy).isEqualTo(real);
        map.putAll(Map.of("p", List.of(1, 2)));
        assertThat(map.remove("p")).isEqualTo(List.of(1, 2));
        map.replaceAll((k, v) -> k);
        assertThat(real).containsOnly(Map.entry("k", "k"), Map.entry("l", "l"));
    }

    @Test
    void aMapThatIsUpdatedBySeveralAtOnce() {
        ConcurrentMap<String, Integer> real = new ConcurrentHashMap<>();
        ConcurrentMap<String, Integer> map = exported("counts", ConcurrentMap.class, real);

        List<CompletableFuture<Void>> all = Stream.of("a", "b", "a", "c", "a", "b")
                .map(word -> CompletableFuture.runAsync(() -> map.merge(word, 1, Integer::sum)))
                .toList();
        all.forEach(CompletableFuture::join);

        assertThat(real).containsOnly(Map.entry("a", 3), Map.entry("b", 2), Map.entry("c", 1));
        assertThat(map.putIfAbsent("a", 9)).isEqualTo(3);
        assertThat(map.replace("c", 1, 7)).isTrue();
        assertThat(map.replace("c", 1, 8)).isFalse();
    }

    @Test
    void aSortedMapAndASortedSet() {
        NavigableMap<String, Integer> map =
                exported("navigable", NavigableMap.class, new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3)));
        there.export("set", java.util.NavigableSet.class, new TreeSet<>(Set.of("x", "y")));
        Set<String> set = here.proxy("set", java.util.NavigableSet.class);

        assertThat(map.firstKey()).isEqualTo("a");
        assertThat(map.floorKey("bb")).isEqualTo("b");
        assertThat(map.headMap("c")).containsOnlyKeys("a", "b");
        assertThatThrownBy(map::descendingMap).hasMessageContaining("with a comparator, which does not travel");
        assertThat(map.lastEntry()).isEqualTo(Map.entry("c", 3));
        assertThat(map.pollFirstEntry().getValue()).isEqualTo(1);
        assertThat(map.size()).isEqualTo(2);
        assertThat(set.add("x")).isFalse();
        assertThat(set.add("z")).isTrue();
        assertThat(List.copyOf(set)).containsExactly("x", "y", "z");
    }

    @Test
    void aQueueOnWhichOneWaits() throws Exception {
        BlockingQueue<String> queue = exported("queue", BlockingQueue.class, new LinkedBlockingQueue<>());

        CompletableFuture<String> taken = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        queue.put("work");

        assertThat(taken.get(60, TimeUnit.SECONDS)).isEqualTo("work");
        assertThat(queue.poll(1, TimeUnit.MILLISECONDS)).isNull();
        queue.addAll(List.of("a", "b"));
        Collection<String> drained = new ArrayList<>();
        assertThat(queue.drainTo(drained, 1)).isEqualTo(1);
        assertThat(queue.drainTo(drained)).isEqualTo(1);
        assertThat(drained).containsExactly("a", "b");
    }

    @Test
    void aDeque() {
        Deque<Integer> real = new ArrayDeque<>();
        Deque<Integer> deque = exported("deque", Deque.class, real);

        deque.push(1);
        deque.addLast(2);
        deque.offerFirst(0);

        assertThat(deque.peekLast()).isEqualTo(2);
        assertThat(deque.pop()).isZero();
        assertThat(deque.descendingIterator().next()).isEqualTo(2);
        assertThat(real).containsExactly(1, 2);
    }

    @Test
    void aComparatorAndWhatIsMadeOfIt() {
        Comparator<String> order = exported("order", Comparator.class, Comparator.<String>reverseOrder());

        assertThat(order.compare("a", "b")).isPositive();
        assertThat(order.reversed().compare("a", "b")).isNegative();
        Comparator<String> byLength = order.thenComparing(String::length);
        assertThat(byLength.compare("a", "a")).isZero();
        List<String> here = new ArrayList<>(List.of("a", "c", "b"));
        here.sort(order);
        assertThat(here).containsExactly("c", "b", "a");
    }

    @Test
    void functionsAndWhatTheyAreComposedOf() throws Exception {
        Function<Integer, Integer> twice = exported("twice", Function.class, (Function<Integer, Integer>) x -> 2 * x);
        BiFunction<Integer, Integer, Integer> plus =
                exported("plus", BiFunction.class, (BiFunction<Integer, Integer, Integer>) Integer::sum);
        Predicate<String> empty = exported("empty", Predicate.class, (Predicate<String>) String::isEmpty);
        Supplier<Map<String, Integer>> supplier =
                exported("supplier", Supplier.class, (Supplier<Map<String, Integer>>) () -> Map.of("n", 1));
        UnaryOperator<String> quoted =
                exported("quoted", UnaryOperator.class, (UnaryOperator<String>) s -> "'" + s + "'");
        Callable<String> callable = exported("callable", Callable.class, (Callable<String>) () -> {
            throw new IOException("no disk");
        });

        assertThat(twice.andThen(x -> x + 1).apply(5)).isEqualTo(11);
        assertThat(twice.compose((Integer x) -> x + 1).apply(5)).isEqualTo(12);
        assertThat(plus.andThen(twice).apply(1, 2)).isEqualTo(6);
        assertThat(empty.negate().and(s -> s.length() < 3).test("ab")).isTrue();
        assertThat(supplier.get()).containsEntry("n", 1);
        assertThat(quoted.apply("q")).isEqualTo("'q'");
        assertThatThrownBy(callable::call).hasMessageContaining("no disk");
    }

    @Test
    void tasksOfHereAreRunByAnExecutorThatIsThere() throws Exception {
        ExecutorService real = Executors.newSingleThreadExecutor(r -> new Thread(r, "the executor there"));
        try {
            ExecutorService executor = exported("executor", ExecutorService.class, real);
            CompletableFuture<String> ran = new CompletableFuture<>();

            executor.execute(() -> ran.complete("ran"));
            Future<Integer> answer = executor.submit(() -> 42);
            Future<Integer> failed = executor.submit(() -> {
                throw new IllegalStateException("broken");
            });

            assertThat(ran.get(60, TimeUnit.SECONDS)).isEqualTo("ran");
            assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(42);
            assertThatThrownBy(() -> failed.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasStackTraceContaining("broken");
            executor.shutdown();
            assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(real.isShutdown()).isTrue();
        } finally {
            real.shutdownNow();
        }
    }

    interface Files {
        Closeable open(String name) throws IOException;
    }

    @Test
    void aResourceThatIsClosedFromElsewhere() throws Exception {
        List<String> closed = new ArrayList<>();
        Files files = exported("files", Files.class, (Files) name -> {
            if (name.isEmpty()) {
                throw new IOException("a name is needed");
            }
            return () -> closed.add(name);
        });

        try (Closeable file = files.open("a.txt")) {
            assertThat(file).isNotNull();
            assertThat(closed).isEmpty();
        }

        assertThat(closed).containsExactly("a.txt");
        assertThatThrownBy(() -> files.open("")).isExactlyInstanceOf(IOException.class);
    }

    @Test
    void whatCannotTravelIsRefusedBeforeAnythingIsSent() {
        List<Object> list = exported("strict", List.class, new ArrayList<>());

        assertThatThrownBy(() -> list.add(new Object() {
                    @SuppressWarnings("unused") // read by the codec
                    public Object getSelf() {
                        return this;
                    }
                }))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("self-reference");
        assertThat(list.size()).isZero();
    }
}
