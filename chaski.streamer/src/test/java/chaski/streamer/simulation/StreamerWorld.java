package chaski.streamer.simulation;

import chaski.api.Topic;
import chaski.api.protocol.PeerSession;
import chaski.api.streamer.Origin;
import chaski.testkit.Coverage;
import chaski.testkit.history.HistoryChecker;
import chaski.testkit.history.HistoryEvent;
import chaski.testkit.history.HistoryRecorder;
import chaski.testkit.history.HistoryVerdict;
import chaski.testkit.history.HistoryViolation;
import chaski.testkit.history.PublisherId;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.NetworkFaults;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import chaski.testkit.simulation.SimulationError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A world of nodes with streamers, made by a seed: healthy periods, periods with faults, and a final period without
 * faults, in which everything must settle.
 */
final class StreamerWorld {

    /** The streamer's channel. */
    static final int CHANNEL = 2;

    /**
     * Within this time every message arrives and every wait ends while nothing disturbs: a message waits for those of
     * at most 20 publishers before it, each of which takes a few round trips of at most 10 ms if its window has room
     * for only one message.
     */
    static final Duration BOUND = Duration.ofSeconds(5);

    /** The longest that nodes take to be connected again: an attach without an answer, then a backoff. */
    private static final Duration RECONNECT = Duration.ofSeconds(15);

    private static final Duration PEACE = Duration.ofSeconds(90);
    private static final Duration TICK = Duration.ofMillis(50);

    /** Beyond this, messages are small, so that no seed takes long. */
    private static final long BYTES_TO_SPEND = 4L << 20;

    private final Simulation simulation;
    private final SimulatedNetwork network;
    private final RandomGenerator random;
    private final Sizes sizes;
    private final boolean faulty;
    private final boolean slowConsumers;
    private final boolean heartbeat;
    private final NetworkFaults faults;
    private final HistoryRecorder history;
    private final Coverage<WorldSituation> coverage = new Coverage<>(WorldSituation.class);
    private final List<NodeSite> sites = new ArrayList<>();
    private final List<WorldNode> nodes = new ArrayList<>();
    private final List<WorldNode> gone = new ArrayList<>();
    private final Map<String, Integer> runs = new HashMap<>();
    private final Map<String, String> runsByIncarnation = new HashMap<>();
    private final Map<PublisherId, RouteRecorder> publishers = new HashMap<>();
    private final Set<String> disturbances = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final boolean verbose = Boolean.getBoolean("chaski.simulation.log");
    private boolean brief;
    private boolean over;
    private long spentBytes;

    StreamerWorld(long seed) {
        this(seed, false);
    }

    /** A brief world ends with the first problem. */
    StreamerWorld(long seed, boolean brief) {
        this.brief = brief;
        simulation = new Simulation(seed);
        network = new SimulatedNetwork(simulation);
        random = simulation.random("world");
        sizes = Sizes.values()[random.nextInt(Sizes.values().length)];
        faulty = random.nextInt(3) > 0;
        slowConsumers = random.nextInt(3) > 0;
        heartbeat = random.nextBoolean();
        faults = new NetworkFaults(network, simulation.random("faults"), () -> sites.stream()
                .map(NodeSite::host)
                .toList());
        history = new HistoryRecorder(event -> log("history", event), simulation::now);
        if (random.nextBoolean()) {
            simulation.interleaving(Duration.ofNanos(1 + random.nextInt(2_000_000)));
        }
    }

    /** How large messages and windows are. */
    private enum Sizes {
        /** One small message fills a window. */
        SMALL,
        /** One message of many segments fills a window. */
        LARGE,
        /** Anything. */
        MIXED
    }

    /**
     * The outcome of a world.
     *
     * @param seed the seed
     * @param digest equal for the same seed and code
     * @param problems the errors
     * @param coverage what happened
     * @param messages how many messages were sent to peers
     */
    record Outcome(long seed, long digest, List<String> problems, Coverage<WorldSituation> coverage, long messages) {}

    Outcome run() {
        try {
            live();
        } catch (SimulationError e) {
            brief = false;
            problem(e + (e.getCause() == null ? "" : " caused by " + trace(e.getCause())));
        }
        simulation.note("messages", history.messages());
        simulation.note("history", history.events());
        return new Outcome(simulation.seed(), simulation.digest(), problems, coverage, history.messages());
    }

    private static String trace(Throwable cause) {
        StringBuilder all = new StringBuilder(String.valueOf(cause));
        for (StackTraceElement element : cause.getStackTrace()) {
            all.append("\n    at ").append(element);
        }
        return all.toString();
    }

    private void live() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(1), Duration.ofMillis(1)));
        if (!heartbeat) {
            happened(WorldSituation.WITHOUT_HEARTBEAT);
        }
        settle();
        tick();
        WorldEvents events = new WorldEvents(this, simulation.random("events"));
        nodes.forEach(events::settle);
        disturbed("beginning", true);
        expect("the nodes are connected", this::isConnected, RECONNECT);
        disturbed("beginning", false);
        events.begin();
        simulation.run(Duration.ofMillis(2_000 + random.nextInt(4_000)));
        int rounds = faulty ? 1 + random.nextInt(2) : 0;
        for (int i = 0; i < rounds; i++) {
            haveFaults(events);
        }
        events.end();
        nodes.forEach(n -> n.publishers().forEach(WorldPublisher::hush));
        expect("everything settles", this::isSettled, PEACE);
        checkThatAllIsWell();
        closeAll();
        conclude();
    }

    private void haveFaults(WorldEvents events) {
        events.beginFaults();
        simulation.run(Duration.ofMillis(2_000 + random.nextInt(4_000)));
        events.endFaults();
        expect("the nodes are connected", this::isConnected, RECONNECT);
        disturbed("faults", false);
        simulation.run(Duration.ofMillis(1_000 + random.nextInt(2_000)));
    }

    /** A connected graph, in which both sides of some pairs dial, and only one side of others. */
    private void settle() {
        int count = 2 + random.nextInt(random.nextInt(3) == 0 ? 4 : 2);
        List<String> schemes = random.nextBoolean() ? List.of("mem") : List.of("mem", "alt");
        List<List<String>> joins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            joins.add(new ArrayList<>());
            for (int j = 0; j < i; j++) {
                boolean tree = j == i - 1 || (j == 0 && random.nextBoolean());
                if (tree || random.nextInt(count) < 2) {
                    int who = random.nextInt(3);
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
            sites.add(NodeSite.draw("n" + i, joins.get(i), schemes, heartbeat, random));
        }
        sites.forEach(this::start);
    }

    WorldNode start(NodeSite site) {
        nodes.removeIf(n -> n.site() == site);
        int run = runs.merge(site.host(), 1, Integer::sum);
        WorldNode node = new WorldNode(this, site, run);
        nodes.add(node);
        return node;
    }

    boolean isFree(NodeSite site) {
        return nodes.stream().noneMatch(n -> n.site() == site && n.isUp());
    }

    private void tick() {
        simulation.after(TICK, () -> {
            history.recordTime();
            noteGone();
            if (!over) {
                tick();
            }
        });
    }

    /** A killed node disturbs as long as another one has a session with it. */
    private void noteGone() {
        gone.removeIf(g -> {
            boolean known =
                    (!g.isDead() && !g.isClosed()) || nodes.stream().anyMatch(n -> n.isUp() && n.hasSessionWith(g));
            if (!known) {
                disturbed("gone " + g.run(), false);
            }
            return !known;
        });
    }

    // ---- the final period

    private boolean isSettled() {
        return nodes.stream().allMatch(n -> n.isUp() ? n.isQuiet() : n.isClosed() || n.isDead())
                && !history.hasUnsettled()
                && isConnected();
    }

    private boolean isConnected() {
        return nodes.stream().filter(WorldNode::isUp).allMatch(n -> n.site().joins().stream()
                .allMatch(host -> nodes.stream()
                        .filter(m -> m.site().host().equals(host) && m.isUp())
                        .allMatch(n::isLinkedTo)));
    }

    /** One more message of each publisher must reach exactly the nodes that subscribe and have a session. */
    private void checkThatAllIsWell() {
        simulation.run(Duration.ofSeconds(1));
        List<WorldNode> up = nodes.stream().filter(WorldNode::isUp).toList();
        for (WorldNode node : up) {
            for (WorldPublisher publisher : node.publishers()) {
                publisher.lastMessage((int) up.stream()
                        .filter(n -> n == node || node.isLinkedTo(n))
                        .flatMap(n -> n.openSubscriptions().stream())
                        .filter(s -> s.matches(publisher.topic()))
                        .count());
            }
        }
        expect("the last messages arrive", this::isSettled, PEACE);
        up.forEach(n -> n.subscriptions().forEach(WorldSubscription::drain));
        expect(
                "every subscription is drained",
                () -> isSettled()
                        && up.stream().flatMap(n -> n.subscriptions().stream()).allMatch(WorldSubscription::isClosed),
                PEACE);
        up.forEach(WorldNode::recordUnsubscribed);
        up.forEach(WorldNode::checkIdle);
    }

    private void closeAll() {
        nodes.stream().filter(WorldNode::isUp).forEach(WorldNode::closeGracefully);
        expect("every node closes", () -> nodes.stream().allMatch(n -> n.isClosed() || n.isDead()), PEACE);
        simulation.run(Duration.ofSeconds(3));
        nodes.stream().filter(WorldNode::isClosed).forEach(WorldNode::checkNothingIsLeft);
        if (!network.links().isEmpty()) {
            problem("links are left after all nodes have closed: " + network.links());
        }
        over = true;
    }

    private void conclude() {
        network.handlerFailures().forEach(f -> problem("a handler failed: " + trace(f)));
        if (coverage.counter("refused.protocol") > 0) {
            problem(coverage.counter("refused.protocol") + " protocol errors among nodes that keep to it");
        }
        HistoryVerdict verdict =
                history.verdict(HistoryChecker.ofOneWorld().allSettled().progressWithin(BOUND));
        verdict.violations().stream().limit(10).map(HistoryViolation::toString).forEach(this::problem);
        history.faults().stream().limit(10).forEach(this::problem);
    }

    private void expect(String what, BooleanSupplier condition, Duration most) {
        if (!simulation.runUntil(condition, most)) {
            StringBuilder all =
                    new StringBuilder("waited " + most + " for: " + what + ", disturbed by " + disturbances);
            nodes.forEach(n -> all.append("\n  ").append(n.describe()));
            problem(all.toString());
            brief = false;
            throw new SimulationError(what);
        }
    }

    // ---- used by nodes

    Simulation simulation() {
        return simulation;
    }

    SimulatedNetwork network() {
        return network;
    }

    NetworkFaults faults() {
        return faults;
    }

    HistoryRecorder history() {
        return history;
    }

    Coverage<WorldSituation> coverage() {
        return coverage;
    }

    List<WorldNode> nodes() {
        return nodes;
    }

    void record(HistoryEvent event) {
        history.add(event);
    }

    void happened(WorldSituation what) {
        coverage.add(what);
    }

    void disturbed(String cause, boolean on) {
        if (on ? disturbances.add(cause) : disturbances.remove(cause)) {
            record(on ? new HistoryEvent.Disturbed(cause) : new HistoryEvent.Undisturbed(cause));
        }
        if (on && cause.startsWith("gone ")) {
            nodes.stream().filter(n -> cause.equals("gone " + n.run())).forEach(gone::add);
        }
    }

    boolean isDisturbed() {
        return !disturbances.isEmpty();
    }

    boolean hasHeartbeat() {
        return heartbeat;
    }

    boolean hasSlowConsumers() {
        return slowConsumers;
    }

    void problem(String what) {
        if (brief) {
            throw new SimulationError(what);
        }
        if (problems.size() < 50) {
            problems.add("at " + simulation.now() + ": " + what);
        }
        log("PROBLEM", what);
    }

    void log(String who, Object what) {
        if (verbose) {
            System.err.println(simulation.now() + " " + who + " " + what);
        }
    }

    void accepted(long bytes) {
        spentBytes += bytes;
    }

    /** Draws the size of a message. */
    int size(RandomGenerator draw) {
        if (spentBytes > BYTES_TO_SPEND) {
            return draw.nextInt(300);
        }
        return switch (sizes) {
            case SMALL -> draw.nextInt(4) == 0 ? draw.nextInt(1_500) : 350 + draw.nextInt(100);
            case LARGE -> draw.nextInt(3) == 0 ? draw.nextInt(1_000) : 39_000 + draw.nextInt(2_000);
            case MIXED -> {
                int drawn = draw.nextInt(100);
                yield drawn < 60
                        ? draw.nextInt(4_000)
                        : drawn < 90 ? draw.nextInt(30_000) : 65_500 + draw.nextInt(drawn < 95 ? 100 : 50_000);
            }
        };
    }

    /** Draws the size of a subscription's queue. */
    long window(RandomGenerator draw) {
        return switch (sizes) {
            case SMALL -> draw.nextInt(3) == 0 ? 128 + draw.nextInt(1_500) : 600;
            case LARGE -> draw.nextInt(3) == 0 ? 20_000L + draw.nextInt(100_000) : 65_536;
            case MIXED -> draw.nextInt(3) == 0 ? 200_000 : 128 + draw.nextInt(60_000);
        };
    }

    long smallestWindow(Topic topic) {
        return nodes.stream()
                .filter(n -> !n.isDead())
                .flatMap(n -> n.openSubscriptions().stream())
                .filter(s -> s.matches(topic))
                .mapToLong(WorldSubscription::windowBytes)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    // ---- identities

    void born(WorldNode node) {
        runsByIncarnation.put(node.id() + " " + node.incarnation(), node.run());
    }

    void opened(RouteRecorder route) {
        publishers.put(route.id(), route);
    }

    String runOf(PeerSession session) {
        return runOf(session.peer().toString(), session.incarnation());
    }

    private String runOf(String id, long incarnation) {
        // An unknown one belongs to a node that continued as a later incarnation after it met an earlier one with its
        // id.
        return runsByIncarnation.computeIfAbsent(id + " " + incarnation, unknown -> nodes.stream()
                .filter(n -> n.id().toString().equals(id))
                .map(WorldNode::run)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody is " + unknown)));
    }

    @Nullable
    RouteRecorder publisher(String run, long number) {
        return publishers.get(new PublisherId(run, number));
    }

    @Nullable
    RouteRecorder publisher(Origin origin) {
        return publisher(runOf(origin.node().toString(), origin.incarnation()), origin.publisher());
    }
}
