package chaski.node.simulation;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.Node;
import chaski.api.node.NodeConfig;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Declaration;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.api.transport.Transport;
import chaski.node.DefaultNodeFactory;
import chaski.node.NodeProbe;
import chaski.node.declaration.CreditProbe;
import chaski.node.session.Session;
import chaski.node.session.SessionLayer;
import chaski.node.session.SessionProbe;
import chaski.testkit.Coverage;
import chaski.testkit.history.PublisherId;
import chaski.testkit.history.SentMessage;
import chaski.testkit.simulation.SimulatedEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** One run of a node in the world, with its publishers and subscribers. */
final class Member {

    private final World world;
    private final Seat seat;
    private final String run;
    private final RandomGenerator chance;
    private final NodeConfig config;
    private final SimulatedEnvironment environment;
    private final Node node;
    private final SessionLayer engine;
    private final Channel channel;
    private final List<Speaker> speakers = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Murmurer> murmurers = new ArrayList<>();
    private final Set<Murmur> murmurs = new HashSet<>();
    private final Map<String, Listening> listening = new LinkedHashMap<>();
    private final Map<NodeId, String> lastEnded = new HashMap<>();
    private final Map<NodeId, Long> lastIncarnations = new HashMap<>();
    private long earlierIncarnations;
    private boolean dead;
    private boolean closing;
    private boolean closed;

    Member(World world, Seat seat, int runNumber) {
        this.world = world;
        this.seat = seat;
        this.run = seat.host() + "#" + runNumber;
        this.chance = world.simulation().random("member " + run);
        this.config = seat.config();
        this.environment = world.simulation().environment(seat.host());
        this.node = new DefaultNodeFactory()
                .start(config, new NodeFactory.Parts(transports(world, seat), List.of(), List.of()), environment);
        this.engine = NodeProbe.engine(node);
        world.born(this);
        node.watch(this::onEvent);
        this.channel = ProtocolNode.of(node).open(World.CHANNEL, "simulation", this::open);
    }

    private static List<Transport> transports(World world, Seat seat) {
        Transport usual = world.network().transport(seat.host());
        return world.hasDatagrams()
                ? List.of(usual, world.network().datagramTransport(seat.host(), World.DATAGRAMS))
                : List.of(usual);
    }

    private Listening open(PeerSession session) {
        checkIncarnation(session);
        Listening ears = new Listening(this, session);
        listening.put(SessionProbe.name(session), ears);
        return ears;
    }

    /**
     * An earlier incarnation than a known one is accepted only if it belongs to the newest process, whose clock was set
     * back, and after it was refused once.
     */
    private void checkIncarnation(PeerSession session) {
        Long last = lastIncarnations.put(session.peer(), session.incarnation());
        if (last == null || session.incarnation() >= last) {
            return;
        }
        earlierIncarnations++;
        long refused = node.counters().getOrDefault("refused.stale", 0L);
        if (refused < earlierIncarnations || !world.isNewestRun(session)) {
            problem("a session began with incarnation " + session.incarnation() + " of a peer of which " + last
                    + " had been seen; refused " + refused + " times");
        }
    }

    // ---- identity

    World world() {
        return world;
    }

    String run() {
        return run;
    }

    Seat seat() {
        return seat;
    }

    Environment environment() {
        return environment;
    }

    SessionLayer engine() {
        return engine;
    }

    Node node() {
        return node;
    }

    boolean isUp() {
        return !dead && !closing;
    }

    boolean isDead() {
        return dead;
    }

    boolean isClosed() {
        return closed;
    }

    long incarnation() {
        return node.incarnation();
    }

    int largestBody() {
        return (int) config.session().maxMessageBytes() - Body.HEAD_BYTES;
    }

    long logBytes() {
        return config.session().sendLogBytes();
    }

    void problem(String what) {
        world.problem(run + ": " + what);
    }

    // ---- publishers and subscribers

    void speak(Topic topic) {
        speakers.add(new Speaker(this, chance, topic));
    }

    void murmur(Topic topic) {
        murmurers.add(new Murmurer(this, world.chanceOfDatagrams(), topic));
    }

    void hushMurmurers() {
        murmurers.forEach(Murmurer::close);
        murmurers.clear();
    }

    /** A datagram, by whichever path it arrived. */
    private record Murmur(PublisherId publisher, long sequence) {}

    void heardMurmur(PublisherId publisher, long sequence) {
        if (!murmurs.add(new Murmur(publisher, sequence))) {
            problem("datagram " + sequence + " of " + publisher + " arrived twice");
        }
    }

    void subscribe(TopicPattern pattern, long windowBytes) {
        subscribers.add(new Subscriber(this, chance, pattern, windowBytes));
    }

    DeclarationHandle declare(TopicPattern pattern, long windowBytes) {
        return channel.declare(new Declaration(pattern, windowBytes));
    }

    Route route(Topic topic, RouteListener listener) {
        return channel.route(topic, Listening.preamble(run, topic), listener);
    }

    List<Subscriber> subscribers() {
        return subscribers;
    }

    List<Subscriber> openSubscribers() {
        return subscribers.stream().filter(Subscriber::isOpen).toList();
    }

    List<Speaker> speakers() {
        return speakers;
    }

    /** True if some peer has sent this node something that is not acknowledged. */
    boolean hasDataInFlight() {
        return world.members().stream()
                .filter(m -> m != this && !m.dead)
                .flatMap(m -> SessionProbe.sessions(m.engine).stream())
                .anyMatch(s -> s.peer().equals(seat.id()) && SessionProbe.unacknowledged(s) > 500);
    }

    /**
     * What is granted and what waits must not exceed the window and one message beside it, or two if a peer does not
     * answer.
     */
    void checkCredit() {
        for (Subscriber subscriber : subscribers) {
            long window = subscriber.declared().declaration().windowBytes();
            long unused = CreditProbe.unused(subscriber.declared(), SessionProbe.declarationPeers(engine));
            long most = window + 2 * world.largestCost();
            if (subscriber.isOpen() && unused + subscriber.queuedCost() > most) {
                problem(subscriber + ": granted " + unused + " and queued " + subscriber.queuedCost()
                        + CreditProbe.describe(subscriber.declared(), SessionProbe.declarationPeers(engine)));
            }
        }
    }

    // ---- notifications

    void settled(SentMessage sending, int acknowledged, int lost) {
        if (!dead) {
            world.book().settled(sending, acknowledged, lost);
        }
    }

    void sessionOver(PeerSession session, String name) {
        Listening ears = listening.remove(name);
        if (ears != null) {
            ears.noteUnsubscribed(toldUnsubscribed((Session) session));
        }
        lastEnded.put(session.peer(), name);
        world.ended(name, run);
    }

    private static long toldUnsubscribed(Session session) {
        return session.view().counters().getOrDefault("messages.unsubscribed", 0L);
    }

    private void onEvent(NodeEvent event) {
        world.log(run, event);
        if (event instanceof NodeEvent.SessionLost lost) {
            world.book().lost(run, lost.peer(), lost.ranges(), isExact(lost.reason()));
        } else if (event instanceof NodeEvent.PeerDown down) {
            noteExpiry(down);
            noteDoubt(down);
        } else if (event instanceof NodeEvent.DuplicateId || event instanceof NodeEvent.HandlerFailed) {
            problem("reported " + event);
        }
    }

    private static boolean isExact(String reason) {
        return reason.startsWith("the peer has ended")
                || reason.startsWith("the peer began")
                || reason.startsWith("the peer left");
    }

    /**
     * A process that has ended is a reason for doubt, and so is a node that closes, which accepts no links any more.
     * While it runs, two seconds of only refusals are too rare here.
     */
    private void noteDoubt(NodeEvent.PeerDown down) {
        if (down.reason().startsWith("DOUBT")) {
            world.coverage().add(Seen.END_BY_DOUBT);
            String session = lastEnded.get(down.peer());
            boolean up = world.members().stream()
                    .anyMatch(m -> m.isUp() && m.seat().id().equals(down.peer()));
            if (up && session != null && world.livesSomewhere(session)) {
                problem("session " + session + " ended by doubt, and its peer lives: " + down);
            }
        }
    }

    private void noteExpiry(NodeEvent.PeerDown down) {
        boolean expired =
                down.reason().startsWith("the outage") || down.reason().startsWith("a publisher has waited");
        String session = lastEnded.get(down.peer());
        if (expired && session != null && world.livesSomewhere(session)) {
            world.coverage().add(Seen.ONE_SIDED_EXPIRY);
        }
    }

    // ---- its end

    /** Like SIGKILL. */
    void kill() {
        dead = true;
        noteCounters();
        world.book().died(run);
        listening.keySet().forEach(s -> world.ended(s, run));
        environment.process().kill();
    }

    void closeGracefully() {
        closing = true;
        speakers.forEach(Speaker::close);
        hushMurmurers();
        node.closeAsync().whenComplete((done, error) -> {
            closed = true;
            noteCounters();
            if (error != null) {
                problem("the node did not close: " + error);
            }
            if (!listening.isEmpty()) {
                problem("sessions outlived their node: " + listening.keySet());
            }
        });
    }

    private void noteCounters() {
        Map<String, Long> counters = node.counters();
        Coverage<Seen> coverage = world.coverage();
        coverage.addCounters(counters);
        coverage.add(Seen.RESUME_INSIDE_RECORD, counters.getOrDefault("sessions.resumedInsideRecord", 0L));
        coverage.add(Seen.CROSSING_ATTACH, counters.getOrDefault("attach.crossed", 0L));
        coverage.add(Seen.AUXILIARY_LINK_LOST, counters.getOrDefault("auxiliary.ended", 0L));
        coverage.add(Seen.FAILED_ATTACH, counters.getOrDefault("attach.failed", 0L));
    }

    /** What must not remain after it has closed. */
    void checkNothingIsLeft() {
        if (SessionProbe.memoryBytes(engine) != 0) {
            problem(SessionProbe.memoryBytes(engine) + " bytes of log memory are in use after the node has closed");
        }
    }

    // ---- the end of the simulation

    boolean isQuiet() {
        return speakers.stream().noneMatch(Speaker::isWaiting)
                && SessionProbe.sessions(engine).stream().allMatch(s -> SessionProbe.unacknowledged(s) == 0)
                && subscribers.stream().noneMatch(s -> s.queued() > 0);
    }

    void noteUnsubscribed() {
        for (Session session : SessionProbe.sessions(engine)) {
            Listening ears = listening.get(SessionProbe.name(session));
            if (ears != null) {
                ears.noteUnsubscribed(toldUnsubscribed(session));
            }
        }
        listening.clear();
    }

    /** For the error when the world does not settle. */
    String describe() {
        StringBuilder all = new StringBuilder(run).append(" incarnation ").append(node.incarnation());
        speakers.stream().filter(Speaker::isWaiting).forEach(s -> all.append("\n    ")
                .append(s));
        subscribers.stream().filter(s -> !s.isClosed()).forEach(s -> all.append("\n    ")
                .append(s)
                .append(CreditProbe.describe(s.declared(), SessionProbe.declarationPeers(engine))));
        for (Session session : SessionProbe.sessions(engine)) {
            all.append("\n    ")
                    .append(session)
                    .append(' ')
                    .append(session.life())
                    .append(" unacknowledged ")
                    .append(SessionProbe.unacknowledged(session))
                    .append(" waiters ")
                    .append(SessionProbe.hasWaiters(session));
        }
        return all.toString();
    }

    @Override
    public String toString() {
        return run;
    }
}
