package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.remote.Remote;
import chaski.remote.Many.ManyThings;
import chaski.remote.Many.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Results that are available later, stay on their node, or arrive one by one. */
class ResultsTest {

    private static final Nodes NODES = new Nodes();
    private static Remote here;
    private static Remote there;

    @BeforeAll
    static void start() {
        there = NODES.remote("there");
        here = NODES.remote("here");
        there.export("many", Many.class, new ManyThings());
        assertThat(here.awaitExporters("many", 1, Nodes.LONG)).isTrue();
    }

    @AfterAll
    static void stop() {
        NODES.close();
    }

    private static Many many() {
        return here.proxy("many", Many.class);
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

    interface Typed {
        Iterator<Point> points();

        Supplier<Long> counter();

        Point[] flat(List<Point>[] lists);

        long total(Function<? super Point, Map<String, Long>> parts, Point point);
    }

    @Test
    void whatReferencesAreUsedWithIsOfTheTypesThatWereDeclared() {
        there.export("typed", Typed.class, new Typed() {
            @Override
            public Iterator<Point> points() {
                return List.of(new Point(1, 2), new Point(3, 4)).iterator();
            }

            @Override
            public Supplier<Long> counter() {
                return () -> 7L;
            }

            @Override
            public Point[] flat(List<Point>[] lists) {
                return Arrays.stream(lists).flatMap(List::stream).toArray(Point[]::new);
            }

            @Override
            public long total(Function<? super Point, Map<String, Long>> parts, Point point) {
                long total = 0;
                for (Long part : parts.apply(point).values()) {
                    total += part;
                }
                return total;
            }
        });
        Typed typed = here.proxy("typed", Typed.class);

        Iterator<Point> points = typed.points();
        assertThat(points.next().y()).isEqualTo(2);
        assertThat(points.next()).isEqualTo(new Point(3, 4));
        Long count = typed.counter().get();
        assertThat(count).isEqualTo(7L);
        @SuppressWarnings({"unchecked", "rawtypes"})
        List<Point>[] lists = new List[] {List.of(new Point(1, 1)), List.of()};
        assertThat(typed.flat(lists)).containsExactly(new Point(1, 1));
        assertThat(typed.total(p -> Map.of("x", (long) p.x(), "y", (long) p.y()), new Point(5, 6)))
                .isEqualTo(11);
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
        List<Integer> received = new CopyOnWriteArrayList<>();
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
        await().atMost(Nodes.LONG).until(() -> received.size() == 2);
        subscription.join().request(10);

        done.get(60, TimeUnit.SECONDS);
        assertThat(received).containsExactly(1, 2, 3, 4, 5);
    }
}
