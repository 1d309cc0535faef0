package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExportOptions;
import chaski.api.remote.Exported;
import chaski.api.remote.NodeResult;
import chaski.api.remote.RefusedException;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteFunction;
import chaski.api.remote.RemoteInvocationException;
import chaski.api.remote.RemoteObject;
import chaski.api.remote.ServiceDescription;
import chaski.api.remote.UnavailableException;
import chaski.api.remote.UncertainException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Typical uses of libraries of this kind, as described by the documentation of Pyro5 and RPyC, implemented with Chaski.
 * Not included are features that make no sense here: a name server (names are exported by the nodes themselves),
 * instance modes (the exporter creates the objects), and code that is shipped to a peer (no such permission exists).
 */
class ScenariosTest {

    private static final CallOptions PATIENT = CallOptions.DEFAULT.deadline(Duration.ofSeconds(60));
    private static final CallOptions BRIEF = CallOptions.DEFAULT.deadline(Duration.ofMillis(200));

    private final Nodes nodes = new Nodes();
    private Node thereNode;
    private Remote there;
    private Remote here;

    @BeforeEach
    void start() {
        thereNode = nodes.start("there");
        there = thereNode.service(Remote.class);
        here = nodes.remote("here");
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    // ---- Pyro5: the tutorial

    interface Greeting {
        String fortune(String name);
    }

    @Test
    void greeting() {
        there.export("greeting", Greeting.class, name -> "good luck, " + name);

        assertThat(here.proxy("greeting", Greeting.class, PATIENT).fortune("you"))
                .isEqualTo("good luck, you");
    }

    interface Warehouse {
        List<String> list();

        void take(String name, String item);

        void store(String name, String item);
    }

    static final class RealWarehouse implements Warehouse {
        private final List<String> contents = new ArrayList<>(List.of("lamp", "rope", "drum"));

        @Override
        public synchronized List<String> list() {
            return List.copyOf(contents);
        }

        @Override
        public synchronized void take(String name, String item) {
            if (!contents.remove(item)) {
                throw new IllegalArgumentException("there is no " + item + " for " + name);
            }
        }

        @Override
        public synchronized void store(String name, String item) {
            contents.add(item);
        }
    }

    @Test
    void severalVisitorsOfOneWarehouse() {
        there.export("warehouse", Warehouse.class, new RealWarehouse());
        Warehouse one = here.proxy("warehouse", Warehouse.class, PATIENT);
        Warehouse other = nodes.remote("second").proxy("warehouse", Warehouse.class, PATIENT);

        one.store("one", "kite");
        other.take("other", "rope");

        assertThat(one.list()).containsExactly("lamp", "drum", "kite");
        assertThatThrownBy(() -> one.take("one", "rope"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no rope for one");
    }

    // ---- Pyro5: exposing

    /** Has more methods than it exports. */
    public static final class Thermostat {
        private double target = 20;

        public double getTarget() {
            return target;
        }

        public void setTarget(double value) {
            if (value > 30) {
                throw new IllegalArgumentException("expected at most 30, got " + value);
            }
            target = value;
        }

        public String getModel() {
            return "T1";
        }

        public void reset() {
            target = 20;
        }

        String secret() {
            return "secret";
        }
    }

    @Test
    void onlyWhatIsExposedCanBeUsedAndPropertiesAreReadAndWritten() {
        there.export("thermostat", Thermostat.class, new Thermostat());
        RemoteObject thermostat = here.object("thermostat", PATIENT);

        thermostat.set("target", 21.5);

        assertThat(thermostat.get("target")).isEqualTo(21.5);
        assertThat(thermostat.get("model")).isEqualTo("T1");
        assertThatThrownBy(() -> thermostat.set("model", "T2")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> thermostat.set("target", 99)).isExactlyInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> thermostat.call("secret")).isInstanceOf(RefusedException.class);
        thermostat.call("reset");
        assertThat(thermostat.get("target")).isEqualTo(20.0);
        assertThat(thermostat.describe().attributes())
                .map(ServiceDescription.Attribute::toString)
                .containsExactly("java.lang.String model (read only)", "double target");
    }

    // ---- Pyro5: objects returned by objects

    interface Account {
        void deposit(BigDecimal amount);

        BigDecimal balance();
    }

    interface Bank {
        Account open(String owner);

        void transfer(Account from, Account to, BigDecimal amount);
    }

    static final class RealBank implements Bank {
        private static final class RealAccount implements Account {
            private BigDecimal balance = BigDecimal.ZERO;

            @Override
            public synchronized void deposit(BigDecimal amount) {
                balance = balance.add(amount);
            }

            @Override
            public synchronized BigDecimal balance() {
                return balance;
            }
        }

        @Override
        public Account open(String owner) {
            return new RealAccount();
        }

        @Override
        public void transfer(Account from, Account to, BigDecimal amount) {
            // the returned value is the object itself, no proxy of a proxy
            if (!(from instanceof RealAccount) || !(to instanceof RealAccount)) {
                throw new IllegalArgumentException("expected accounts of this bank");
            }
            from.deposit(amount.negate());
            to.deposit(amount);
        }
    }

    @Test
    void objectsThatAMethodReturnsAreCalledWhereTheyAre() {
        there.export("bank", Bank.class, new RealBank());
        Bank bank = here.proxy("bank", Bank.class, PATIENT);
        Account one = bank.open("one");
        Account other = bank.open("other");

        one.deposit(new BigDecimal("100.00"));
        bank.transfer(one, other, new BigDecimal("30.50"));

        assertThat(one.balance()).isEqualByComparingTo("69.50");
        assertThat(other.balance()).isEqualByComparingTo("30.50");
        Account mine = new RealBank().open("mine");
        assertThatThrownBy(() -> bank.transfer(mine, one, BigDecimal.ONE))
                .isExactlyInstanceOf(IllegalArgumentException.class);
    }

    // ---- Pyro5: callbacks, including those into an object that is being called

    interface Bouncer {
        int bounce(Bouncer next, int count);
    }

    /** Calls back until the count is reached. */
    static final class RealBouncer implements Bouncer {
        private final AtomicInteger bounces = new AtomicInteger();

        @Override
        public int bounce(Bouncer next, int count) {
            bounces.incrementAndGet();
            return count == 0 ? 0 : 1 + next.bounce(this, count - 1);
        }
    }

    @Test
    void callsThatGoToAndFroWithinOneCall() {
        RealBouncer real = new RealBouncer();
        RealBouncer mine = new RealBouncer();
        there.export("bouncer", Bouncer.class, real);

        int depth = here.proxy("bouncer", Bouncer.class, PATIENT).bounce(mine, 20);

        assertThat(depth).isEqualTo(20);
        assertThat(real.bounces).hasValue(11);
        assertThat(mine.bounces).hasValue(10);
    }

    interface ChatBox {
        List<String> join(String channel, String nick, Consumer<String> listener);

        void say(String channel, String nick, String text);
    }

    static final class RealChatBox implements ChatBox {
        private final Map<String, Map<String, Consumer<String>>> channels = new ConcurrentHashMap<>();

        @Override
        public List<String> join(String channel, String nick, Consumer<String> listener) {
            Map<String, Consumer<String>> members = channels.computeIfAbsent(channel, c -> new ConcurrentHashMap<>());
            if (members.putIfAbsent(nick, listener) != null) {
                throw new IllegalStateException("this nick is taken");
            }
            return List.copyOf(members.keySet());
        }

        @Override
        public void say(String channel, String nick, String text) {
            Map<String, Consumer<String>> members = channels.getOrDefault(channel, Map.of());
            members.forEach((who, listener) -> {
                try {
                    listener.accept(nick + ": " + text);
                } catch (chaski.api.remote.CallException e) {
                    members.remove(who); // it has left without a notice
                }
            });
        }
    }

    @Test
    void aChatBoxThatForgetsWhoIsGone() {
        there.export("chat", ChatBox.class, new RealChatBox());
        Node gone = nodes.start("gone");
        ChatBox mine = here.proxy("chat", ChatBox.class, PATIENT);
        ChatBox theirs = gone.service(Remote.class).proxy("chat", ChatBox.class, PATIENT);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        List<String> heardThere = Collections.synchronizedList(new ArrayList<>());

        mine.join("lab", "me", heard::add);
        assertThat(theirs.join("lab", "you", heardThere::add)).containsExactlyInAnyOrder("me", "you");
        assertThatThrownBy(() -> theirs.join("lab", "me", heardThere::add))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("this nick is taken");
        theirs.say("lab", "you", "hello");
        gone.close();
        mine.say("lab", "me", "anybody?");

        assertThat(heard).containsExactly("you: hello", "me: anybody?");
        assertThat(heardThere).containsExactly("you: hello");
    }

    record Stock(String symbol, long cents) {}

    interface Market {
        void listen(Consumer<? super Stock> listener);

        void forget(Consumer<? super Stock> listener);

        void trade(Stock stock);
    }

    static final class RealMarket implements Market {
        private final List<Consumer<? super Stock>> listeners = new CopyOnWriteArrayList<>();

        @Override
        public void listen(Consumer<? super Stock> listener) {
            listeners.add(listener);
        }

        @Override
        public void forget(Consumer<? super Stock> listener) {
            listeners.remove(listener);
        }

        @Override
        public void trade(Stock stock) {
            listeners.forEach(listener -> listener.accept(stock));
        }
    }

    @Test
    void aListenerIsToldOfRecordsUntilItIsForgotten() {
        RealMarket real = new RealMarket();
        there.export("market", Market.class, real);
        Market market = here.proxy("market", Market.class, PATIENT);
        List<Stock> heard = Collections.synchronizedList(new ArrayList<>());
        Consumer<Stock> listener = heard::add;

        market.listen(listener);
        market.trade(new Stock("CHSK", 100));
        real.trade(new Stock("CHSK", 101));
        market.forget(listener);
        market.trade(new Stock("CHSK", 102));

        assertThat(heard).containsExactly(new Stock("CHSK", 100), new Stock("CHSK", 101));
        assertThat(real.listeners).isEmpty();
    }

    // ---- Pyro5: long-running work

    interface Slow {
        int work(int ms) throws InterruptedException;
    }

    @Test
    void aTimeOutIsToldAndTheNextCallWorks() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        there.export("slow", Slow.class, ms -> {
            if (ms > 0) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }
            return ms;
        });
        here.awaitExporters("slow", 1, Nodes.LONG);

        assertThatThrownBy(() -> here.proxy("slow", Slow.class, BRIEF).work(1)).isInstanceOf(UncertainException.class);
        assertThat(here.proxy("slow", Slow.class, PATIENT).work(0)).isZero();
        await().atMost(Nodes.LONG).until(() -> interrupted.getCount() == 0);
    }

    @Test
    void manyCallsAtOnceAsABatch() {
        there.attach("cube", Integer.class, Integer.class, x -> x * x * x);
        RemoteFunction<Integer> cube = here.function("cube", Integer.class, PATIENT);

        List<CompletableFuture<Integer>> batch =
                IntStream.range(0, 500).mapToObj(cube::callAsync).toList();

        assertThat(batch.stream().map(CompletableFuture::join))
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).map(i -> i * i * i).boxed().toList());
    }

    @Test
    void aCallThatNobodyWaitsFor() throws Exception {
        CompletableFuture<Integer> ran = new CompletableFuture<>();
        there.attach("start", Integer.class, Void.class, n -> {
            ran.complete(n);
            return null;
        });

        here.function("start", Void.class, PATIENT).callAsync(7);

        assertThat(ran.get(60, TimeUnit.SECONDS)).isEqualTo(7);
    }

    // ---- Pyro5: iterators, annotations, time, size, names

    interface Numbers {
        Iterator<Integer> upTo(int n);
    }

    @Test
    void anIteratorThatStaysThere() {
        there.export("numbers", Numbers.class, n -> IntStream.range(0, n).iterator());
        List<Integer> seen = new ArrayList<>();

        here.proxy("numbers", Numbers.class, PATIENT).upTo(5).forEachRemaining(seen::add);

        assertThat(seen).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aTokenOfTheUserTravelsBesideTheArguments() {
        there.attach("whoami", List.of(), String.class, arguments -> there.invocation()
                .map(i -> i.metadata().get("token"))
                .orElse("nobody"));
        CallOptions first = PATIENT.metadata(Map.of("token", "t1"));
        CallOptions second = PATIENT.metadata(Map.of("token", "t2"));

        assertThat(here.function("whoami", String.class, first).call()).isEqualTo("t1");
        assertThat(here.function("whoami", String.class, second).call()).isEqualTo("t2");
    }

    record Stamps(Instant instant, LocalDate date, ZonedDateTime zoned, ZoneId zone, Duration duration, UUID id) {}

    interface Clock {
        Stamps echo(Stamps stamps);
    }

    @Test
    void datesAndTimesArriveAsTheyWere() {
        there.export("clock", Clock.class, stamps -> stamps);
        Stamps stamps = new Stamps(
                Instant.parse("2026-03-29T00:59:59.123456789Z"),
                LocalDate.of(2024, 2, 29),
                ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Prague")),
                ZoneId.of("America/Lima"),
                Duration.ofNanos(1),
                UUID.fromString("6f9619ff-8b86-d011-b42d-00cf4fc964ff"));

        Stamps back = here.proxy("clock", Clock.class, PATIENT).echo(stamps);

        assertThat(back).isEqualTo(stamps);
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAndALargeOneIsNot() {
        there.attach("length", byte[].class, Integer.class, bytes -> bytes.length);
        RemoteFunction<Integer> length = here.function("length", Integer.class, PATIENT);

        assertThat(length.call((Object) new byte[3 << 20])).isEqualTo(3 << 20);
        assertThatThrownBy(() -> length.call((Object) new byte[5 << 20])).hasMessageContaining("4194304");
        assertThat(length.call((Object) new byte[1])).isEqualTo(1);
    }

    @Test
    void whatIsUnregisteredIsGoneAndTheRestStays() {
        Registration a = there.export("lab.a", Greeting.class, name -> "a");
        there.export("lab.b", Greeting.class, name -> "b");
        assertThat(here.awaitExporters("lab.b", 1, Nodes.LONG)).isTrue();
        assertThat(here.exports()).map(Exported::name).contains("lab.a", "lab.b");

        a.close();

        assertThatThrownBy(() -> here.proxy("lab.a", Greeting.class, BRIEF).fortune(""))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("lab.a");
        assertThat(here.proxy("lab.b", Greeting.class, PATIENT).fortune("")).isEqualTo("b");
        await().atMost(Nodes.LONG)
                .until(() -> here.exports().stream().noneMatch(e -> e.name().equals("lab.a")));
    }

    // ---- Pyro5: distributed work

    interface Dispatcher {
        void put(int work);

        @Nullable
        Integer take();

        void result(int work, List<Integer> factors);
    }

    static final class RealDispatcher implements Dispatcher {
        private final List<Integer> waiting = new ArrayList<>();
        private final Map<Integer, List<Integer>> done = new HashMap<>();

        @Override
        public synchronized void put(int work) {
            waiting.add(work);
        }

        @Override
        public synchronized @Nullable Integer take() {
            return waiting.isEmpty() ? null : waiting.remove(0);
        }

        @Override
        public synchronized void result(int work, List<Integer> factors) {
            done.put(work, factors);
        }
    }

    @Test
    void workersThatFetchWork() {
        RealDispatcher real = new RealDispatcher();
        there.export("dispatcher", Dispatcher.class, real);
        Dispatcher here1 = here.proxy("dispatcher", Dispatcher.class, PATIENT);
        Dispatcher here2 = nodes.remote("second").proxy("dispatcher", Dispatcher.class, PATIENT);
        IntStream.rangeClosed(2, 41).forEach(here1::put);

        List<CompletableFuture<Void>> workers = List.of(here1, here2).stream()
                .map(dispatcher -> CompletableFuture.runAsync(() -> workOn(dispatcher)))
                .toList();
        workers.forEach(CompletableFuture::join);

        synchronized (real) {
            assertThat(real.done)
                    .hasSize(40)
                    .containsEntry(36, List.of(2, 2, 3, 3))
                    .containsEntry(41, List.of(41));
        }
    }

    private static void workOn(Dispatcher dispatcher) {
        Integer work = dispatcher.take();
        while (work != null) {
            dispatcher.result(work, factors(work));
            work = dispatcher.take();
        }
    }

    private static List<Integer> factors(int n) {
        List<Integer> factors = new ArrayList<>();
        int rest = n;
        for (int f = 2; f <= rest; f++) {
            while (rest % f == 0) {
                factors.add(f);
                rest /= f;
            }
        }
        return factors;
    }

    // ---- RPyC: a watched file, asynchronous results, restricted objects, discovery

    interface Monitor {
        AutoCloseable watch(String file, Consumer<Map<String, Long>> onChange);
    }

    @Test
    void eventsArriveUntilTheMonitorIsClosed() throws Exception {
        List<Consumer<Map<String, Long>>> watchers = Collections.synchronizedList(new ArrayList<>());
        there.export("monitor", Monitor.class, (file, onChange) -> {
            watchers.add(onChange);
            return () -> watchers.remove(onChange);
        });
        List<Map<String, Long>> events = Collections.synchronizedList(new ArrayList<>());

        try (AutoCloseable monitor =
                here.proxy("monitor", Monitor.class, PATIENT).watch("/tmp/f", events::add)) {
            assertThat(monitor).isNotNull();
            assertThat(watchers).hasSize(1);
            watchers.get(0).accept(Map.of("size", 12L));
        }

        assertThat(events).containsExactly(Map.of("size", 12L));
        assertThat(watchers).isEmpty();
    }

    @Test
    void anAsynchronousResultCanExpireBeCancelledAndHaveAFollower() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        there.attach("gated", Integer.class, Integer.class, x -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("given up", e);
            }
            return x;
        });
        RemoteFunction<Integer> gated = here.function("gated", Integer.class, PATIENT);

        CompletableFuture<Integer> expires = gated.callAsync(1).orTimeout(1, TimeUnit.MILLISECONDS);
        CompletableFuture<Integer> cancelled = gated.callAsync(2);
        CompletableFuture<String> followed = gated.callAsync(3).thenApply(x -> "got " + x);
        cancelled.cancel(true);
        assertThatThrownBy(expires::join).hasCauseInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(followed).isNotDone();
        gate.countDown();

        assertThat(followed.get(60, TimeUnit.SECONDS)).isEqualTo("got 3");
        assertThat(cancelled).isCancelled();
    }

    interface Nothing {}

    public static final class Settings implements Nothing {
        public volatile int visible = 1;
        public volatile int hidden = 2;
    }

    @Test
    void aRestrictedObjectShowsOnlyTheFieldsThatWereNamed() {
        there.export("settings", Nothing.class, new Settings(), ExportOptions.DEFAULT.attributes("visible"));
        RemoteObject settings = here.object("settings", PATIENT);

        assertThat(settings.get("visible")).isEqualTo(1);
        assertThatThrownBy(() -> settings.get("hidden")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> settings.call("getClass")).isInstanceOf(RefusedException.class);
    }

    @Test
    void everyNodeThatServesANameIsFoundAndAsked() {
        Remote third = nodes.remote("third");
        there.attach("load", List.of(), Integer.class, arguments -> 1);
        third.attach("load", List.of(), Integer.class, arguments -> {
            throw new IllegalStateException("overheated");
        });
        assertThat(here.awaitExporters("load", 2, Nodes.LONG)).isTrue();

        List<NodeResult<Integer>> answers =
                here.function("load", Integer.class, PATIENT).callAll().join();

        assertThat(here.exports().stream().filter(e -> e.name().equals("load")).map(Exported::node))
                .containsExactlyInAnyOrder(nodes.id(0), nodes.id(2));
        assertThat(answers).hasSize(2);
        assertThat(answers)
                .filteredOn(a -> a.failure().isPresent())
                .singleElement()
                .extracting(a -> a.failure().orElseThrow().getMessage())
                .isEqualTo("overheated");
    }

    @Test
    void anExceptionShowsWhereItWasThrown() {
        there.attach("broken", Set.class, Integer.class, set -> {
            throw new SecretException("code 7");
        });

        assertThatThrownBy(() -> here.function("broken", Integer.class, PATIENT).call(Set.of()))
                .isInstanceOfSatisfying(RemoteInvocationException.class, e -> assertThat(e.remoteType())
                        .isEqualTo(SecretException.class.getName()))
                .hasMessageContaining("code 7")
                .hasStackTraceContaining("ScenariosTest");
    }

    static final class SecretException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SecretException(String message) {
            super(message);
        }
    }
}
