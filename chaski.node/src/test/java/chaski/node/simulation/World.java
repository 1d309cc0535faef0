package chaski.node.simulation;

import chaski.api.NodeId;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.Route;
import chaski.node.session.Session;
import chaski.node.session.SessionProbe;
import chaski.testkit.Coverage;
import chaski.testkit.history.HistoryChecker;
import chaski.testkit.history.HistoryEvent;
import chaski.testkit.history.HistoryRecorder;
import chaski.testkit.history.HistoryVerdict;
import chaski.testkit.history.HistoryViolation;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import chaski.testkit.simulation.SimulationError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A world made by a seed: some nodes, their users, a time of faults, and a time without faults, in which everything
 * must settle.
 */
final class World {

    /** The number of the members' channel. */
    static final int CHANNEL = 200;

    /** The scheme of the transport that carries datagrams, if there is one. */
    static final String DATAGRAMS = "dgm";

    private static final int MOST_NODES = 8;
    private static final Duration PEACE = Duration.ofSeconds(90);

    /** Beyond this, messages are small, so that no seed takes long. */
    private static final long BYTES_TO_SPEND = 5L << 20;

    private final Simulation simulation;
    private final SimulatedNetwork network;
    private final RandomGenerator chance;
    private final RandomGenerator chanceOfDatagrams;
    private final RandomGenerator chanceOfIds;
    private final boolean datagrams;
    private final boolean ownSubscriptions;
    private final @Nullable WorldTrust trust;
    private final HistoryRecorder book = new HistoryRecorder(event -> log("book", event));
    private final Coverage<Seen> coverage = new Coverage<>(Seen.class);
    private final List<Seat> seats = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final Map<String, Integer> runs = new HashMap<>();
    private final Map<String, String> runsByIncarnation = new HashMap<>();
    private final Map<NodeId, String> newestRuns = new HashMap<>();
    private final Map<String, Set<String>> sessionSides = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final boolean verbose = Boolean.getBoolean("chaski.simulation.log");
    private boolean brief;
    private boolean quiet;
    private long spentBytes;

    World(long seed) {
        this(seed, false);
    }

    /** A world that ends with the first problem, for callers that only need to know whether there is one. */
    World(long seed, boolean brief) {
        this.brief = brief;
        simulation = new Simulation(seed);
        network = new SimulatedNetwork(simulation);
        chance = simulation.random("world");
        // Drawn separately, so that the worlds without datagrams stay as they were.
        chanceOfDatagrams = simulation.random("datagrams");
        chanceOfIds = simulation.random("ids");
        datagrams = chanceOfDatagrams.nextInt(3) == 0;
        ownSubscriptions = simulation.random("own subscriptions").nextInt(3) > 0;
        trust = seed % 30 == 7 ? new WorldTrust() : null; // few, because signatures take time
        if (chance.nextBoolean()) {
            simulation.interleaving(Duration.ofNanos(1 + chance.nextInt(2_000_000)));
        }
    }

    /**
     * The result.
     *
     * @param seed the seed
     * @param digest equal for the same seed and code
     * @param problems what was wrong
     * @param coverage what happened
     * @param messages how many messages were sent
     */
    record Outcome(long seed, long digest, List<String> problems, Coverage<Seen> coverage, long messages) {}

    Outcome run() {
        try {
            live();
        } catch (SimulationError e) {
            brief = false;
            problem(e + (e.getCause() == null ? "" : " caused by " + trace(e.getCause())));
        }
        simulation.note("messages", book.messages());
        simulation.note("history", book.events());
        return new Outcome(simulation.seed(), simulation.digest(), problems, coverage, book.messages());
    }

    private static String trace(Throwable cause) {
        StringBuilder all = new StringBuilder(String.valueOf(cause));
        for (StackTraceElement element : cause.getStackTrace()) {
            all.append("\n    at ").append(element);
        }
        return all.toString();
    }

    private void live() {
        settle();
        Troubles troubles = new Troubles(this, simulation.random("troubles"));
        members.forEach(troubles::settle);
        troubles.begin();
        rotateLater(simulation.random("trust"));
        network.datagramFaults(chanceOfDatagrams.nextDouble() * 0.3, chanceOfDatagrams.nextDouble() * 0.3);
        simulation.run(Duration.ofMillis(4_000 + chance.nextInt(8_000)));
        troubles.end();
        quiet = true;
        members.forEach(m -> m.speakers().forEach(Speaker::hush));
        members.forEach(Member::hushMurmurers);
        expect("everything settles", this::isSettled);
        members.removeIf(Member::isClosed);
        checkThatAllIsWell();
        closeAll();
        conclude();
    }

    /** Replaces certificates as long as faults occur, in a closed world. */
    private void rotateLater(RandomGenerator chanceOfRotations) {
        if (trust != null) {
            simulation.after(Duration.ofMillis(chanceOfRotations.nextInt(1000)), () -> {
                if (!quiet) {
                    coverage.add(Seen.ROTATION);
                    trust.rotate(
                            seats.get(chanceOfRotations.nextInt(seats.size())).host());
                    rotateLater(chanceOfRotations);
                }
            });
        }
    }

    /** A connected graph, in which both sides of some pairs dial, and only one side of others. */
    private void settle() {
        int count = 2 + (chance.nextInt(3) == 0 ? chance.nextInt(MOST_NODES - 1) : chance.nextInt(2));
        List<List<String>> joins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            joins.add(new ArrayList<>());
            for (int j = 0; j < i; j++) {
                boolean tree = j == i - 1 || j == 0 && chance.nextBoolean();
                if (tree || chance.nextInt(count) < 2) {
                    int who = chance.nextInt(3);
                    if (who != 0) {
                        joins.get(i).add("n" + j);
                    }
                    if (who != 1) {
                        joins.get(j).add("n" + i);
                    }
                }
            }
        }
        for (int i = 0; i < count; i++) {
            seats.add(Seat.draw("n" + i, joins.get(i), datagrams, trust, chance));
        }
        seats.forEach(this::start);
    }

    Member start(Seat seat) {
        members.removeIf(m -> m.seat().host().equals(seat.host()));
        int run = runs.merge(seat.host(), 1, Integer::sum);
        Member member = new Member(this, seat, run);
        members.add(member);
        return member;
    }

    boolean isFree(Seat seat) {
        return members.stream().noneMatch(m -> m.seat().host().equals(seat.host()) && m.isUp());
    }

    /** Gives a seat another id in half of its runs, as for processes whose id is drawn at each start. */
    Seat perhapsRenamed(Seat seat) {
        if (chanceOfIds.nextBoolean()) {
            return seat;
        }
        coverage.add(Seen.RESTART_WITH_ANOTHER_ID);
        Seat renamed = seat.withId(new NodeId(new UUID(chanceOfIds.nextLong(), chanceOfIds.nextLong())));
        seats.replaceAll(s -> s.host().equals(seat.host()) ? renamed : s);
        return renamed;
    }

    /** True unless its peer was killed and restarted with another id; such a session ends after the resume timeout. */
    private boolean isWithSomebody(Session session) {
        return members.stream().anyMatch(m -> m.isUp() && m.seat().id().equals(session.peer()));
    }

    // ---- the time without faults

    private boolean isSettled() {
        return members.stream().allMatch(m -> m.isUp() ? m.isQuiet() : m.isClosed())
                && !book.hasUnsettled()
                && members.stream().filter(Member::isUp).allMatch(this::isJoined)
                && members.stream()
                        .filter(Member::isUp)
                        .flatMap(m -> SessionProbe.sessions(m.engine()).stream())
                        .allMatch(this::isWithSomebody);
    }

    private boolean isJoined(Member member) {
        return member.seat().joins().stream().allMatch(host -> members.stream()
                .filter(m -> m.seat().host().equals(host) && m.isUp())
                .allMatch(m -> SessionProbe.sessions(member.engine()).stream()
                        .anyMatch(s -> s.peer().equals(m.seat().id()) && s.life() == Session.Life.ATTACHED)));
    }

    /** Publishes one more message on each route: it must reach exactly the nodes that subscribe and have a session. */
    private void checkThatAllIsWell() {
        simulation.run(Duration.ofSeconds(1));
        List<Member> up = members.stream().filter(Member::isUp).toList();
        for (Member member : up) {
            for (Speaker speaker : member.speakers()) {
                speaker.lastWord((int) up.stream()
                        .filter(m -> m != member && areLinked(member, m))
                        .flatMap(m -> m.openSubscribers().stream())
                        .filter(s -> s.pattern().matches(speaker.topic()))
                        .count());
            }
        }
        expect("the last words arrive", this::isSettled);
        up.forEach(Member::checkCredit);
        up.forEach(m -> m.subscribers().forEach(Subscriber::drain));
        expect(
                "every subscription is drained",
                () -> up.stream().flatMap(m -> m.subscribers().stream()).allMatch(Subscriber::isClosed));
        up.forEach(Member::noteUnsubscribed);
    }

    private static boolean areLinked(Member a, Member b) {
        return SessionProbe.sessions(a.engine()).stream()
                .anyMatch(s -> s.peer().equals(b.seat().id()) && s.life() == Session.Life.ATTACHED);
    }

    private void closeAll() {
        members.forEach(Member::closeGracefully);
        expect("every node closes", () -> members.stream().allMatch(Member::isClosed));
        simulation.run(Duration.ofSeconds(3));
        members.forEach(Member::checkNothingIsLeft);
        if (!network.links().isEmpty()) {
            problem("links are left after all nodes have closed: " + network.links());
        }
    }

    private void conclude() {
        network.handlerFailures().forEach(f -> problem("a handler failed: " + trace(f)));
        if (coverage.counter("refused.protocol") > 0) {
            problem(coverage.counter("refused.protocol") + " protocol errors among nodes that keep to it");
        }
        HistoryVerdict verdict = book.verdict(HistoryChecker.ofOneWorld().allSettled());
        verdict.violations().stream().limit(10).map(HistoryViolation::toString).forEach(this::problem);
        book.faults().stream().limit(10).forEach(this::problem);
    }

    private void expect(String what, BooleanSupplier condition) {
        if (!simulation.runUntil(condition, PEACE)) {
            StringBuilder all = new StringBuilder("waited " + PEACE + " for: " + what);
            members.forEach(m -> all.append("\n  ").append(m.describe()));
            problem(all.toString());
        }
    }

    // ---- used by members

    Simulation simulation() {
        return simulation;
    }

    SimulatedNetwork network() {
        return network;
    }

    boolean hasDatagrams() {
        return datagrams;
    }

    /** True if members receive their own messages, too. */
    boolean hasOwnSubscriptions() {
        return ownSubscriptions;
    }

    RandomGenerator chanceOfDatagrams() {
        return chanceOfDatagrams;
    }

    HistoryRecorder book() {
        return book;
    }

    Coverage<Seen> coverage() {
        return coverage;
    }

    List<Member> members() {
        return members;
    }

    List<Seat> seats() {
        return seats;
    }

    void problem(String what) {
        if (brief) {
            throw new SimulationError(what);
        }
        if (problems.size() < 50) {
            problems.add("at " + simulation.now() + ": " + what);
        }
        if (verbose) {
            log("PROBLEM", what);
        }
    }

    void log(String who, Object what) {
        if (verbose) {
            System.err.println(simulation.now() + " " + who + " " + what);
        }
    }

    void spent(long bytes) {
        spentBytes += bytes;
    }

    boolean hasSpentItsBytes() {
        return spentBytes > BYTES_TO_SPEND;
    }

    /** The cost of the largest message that any member can send. */
    long largestCost() {
        return seats.stream()
                .mapToLong(s -> Route.cost(s.config().session().maxMessageBytes()))
                .max()
                .orElse(0);
    }

    void born(Member member) {
        runsByIncarnation.put(member.seat().id() + " " + member.incarnation(), member.run());
        newestRuns.put(member.seat().id(), member.run());
    }

    /** The run of a peer that a session is with. */
    String runOf(PeerSession session) {
        String known = runsByIncarnation.get(session.peer() + " " + session.incarnation());
        if (known != null) {
            return known;
        }
        // It continued as a later incarnation after it met an earlier one with its id; it may be dead by now.
        String newest = newestRuns.get(session.peer());
        if (newest == null) {
            throw new AssertionError("a session with an unknown node: " + session);
        }
        return newest;
    }

    /** True if a session is with the latest process of its peer's id. */
    boolean isNewestRun(PeerSession session) {
        return runOf(session).equals(newestRuns.get(session.peer()));
    }

    void began(String session, String run) {
        sessionSides.computeIfAbsent(session, s -> new HashSet<>()).add(run);
        book.add(new HistoryEvent.SessionBegan(session, run));
    }

    void ended(String session, String run) {
        Set<String> sides = sessionSides.get(session);
        if (sides != null) {
            sides.remove(run);
        }
        book.add(new HistoryEvent.SessionEnded(session, run));
    }

    boolean livesSomewhere(String session) {
        return !sessionSides.getOrDefault(session, Set.of()).isEmpty();
    }
}
