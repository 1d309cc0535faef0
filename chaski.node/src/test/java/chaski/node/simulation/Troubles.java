package chaski.node.simulation;

import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.testkit.network.ConnectPolicy;
import chaski.testkit.network.Direction;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedLink;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.SimulatedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Everything that goes wrong in a world, and everything its users do, one thing after another at random times. */
final class Troubles {

    private static final TopicPattern[] PATTERNS = {
        TopicPattern.of("t.>"),
        TopicPattern.of("t.*"),
        TopicPattern.of("t.a"),
        TopicPattern.of("t.b"),
        TopicPattern.of(">")
    };
    private static final Topic[] TOPICS = {Topic.of("t.a"), Topic.of("t.b"), Topic.of("t.c")};

    private final World world;
    private final SimulatedNetwork network;
    private final RandomGenerator chance;
    private final long meanGapNs;
    private final boolean hardOnConnects;
    private final Set<SimulatedProcess> paused = new HashSet<>();
    private final List<Runnable> undo = new ArrayList<>();
    private boolean over;

    Troubles(World world, RandomGenerator chance) {
        this.world = world;
        this.network = world.network();
        this.chance = chance;
        this.meanGapNs = ms(20 + chance.nextInt(200));
        this.hardOnConnects = chance.nextInt(3) > 0;
    }

    void begin() {
        network.profile(profile());
        network.connects(this::fate);
        next();
    }

    private void next() {
        world.simulation().after(Duration.ofNanos((long) (chance.nextExponential() * meanGapNs)), () -> {
            if (!over) {
                world.members().stream().filter(Member::isUp).forEach(Member::checkCredit);
                happen();
                next();
            }
        });
    }

    private void happen() {
        switch (chance.nextInt(27)) {
            case 0, 1, 2, 3 -> link(SimulatedLink::cut);
            case 4, 5, 6 -> link(l -> l.cutAfter(direction(), chance.nextLong(1 + chance.nextInt(200_000))));
            case 7 -> link(l -> l.forgetAt(chance.nextBoolean() ? l.dialler() : l.acceptor()));
            case 8 -> link(this::silence);
            case 9, 10 -> block();
            case 11 -> pause();
            case 12 -> restart();
            case 13 -> jump();
            case 14 -> network.profile(host(), host(), profile());
            case 15, 16 -> resubscribe();
            case 17, 18 -> subscribe();
            case 19 -> unsubscribe();
            case 20, 21 -> changePace();
            case 22 -> newSpeaker();
            case 23 -> link(l -> l.breakAt(chance.nextBoolean() ? l.dialler() : l.acceptor()));
            case 24, 25 -> link(this::breakWhileSlow);
            default -> leaveAndReturn();
        }
    }

    // ---- the network

    private interface LinkFault {
        void on(SimulatedLink link);
    }

    private void link(LinkFault fault) {
        List<SimulatedLink> open =
                network.links().stream().filter(SimulatedLink::open).toList();
        if (!open.isEmpty()) {
            fault.on(open.get(chance.nextInt(open.size())));
        }
    }

    /** What one side has sent is still on its way when that side comes back on another link. */
    private void breakWhileSlow(SimulatedLink link) {
        boolean dialling = chance.nextBoolean();
        String from = dialling ? link.dialler() : link.acceptor();
        String to = dialling ? link.acceptor() : link.dialler();
        network.profile(from, to, LinkProfile.DEFAULT.bytesPerSecond(10_000 + chance.nextInt(100_000)));
        world.simulation().after(Duration.ofMillis(chance.nextInt(500)), () -> {
            link.breakAt(from);
            network.profile(from, to, profile());
        });
    }

    private void silence(SimulatedLink link) {
        Direction direction = direction();
        link.silence(direction, true);
        later(longTime(), () -> link.silence(direction, false));
    }

    private void block() {
        String a = host();
        String b = host();
        int how = chance.nextInt(6);
        if (how == 0) {
            network.isolate(a);
        } else {
            network.block(a, b);
            if (how < 4) {
                network.block(b, a);
            }
        }
        later(longTime(), () -> {
            if (how == 0) {
                network.heal();
            } else {
                network.heal(a, b);
            }
        });
    }

    private ConnectPolicy.Fate fate(String from, String to, RandomGenerator draw) {
        int drawn = draw.nextInt(hardOnConnects ? 12 : 40);
        return switch (drawn) {
            case 0 -> new ConnectPolicy.Refuse();
            case 1 -> new ConnectPolicy.Hang();
            case 2, 3, 4 ->
                new ConnectPolicy.AcceptThenDie(
                        draw.nextBoolean() ? Direction.FORWARD : Direction.BACKWARD, draw.nextLong(300));
            default -> new ConnectPolicy.Accept();
        };
    }

    private LinkProfile profile() {
        LinkProfile profile = LinkProfile.DEFAULT;
        if (chance.nextInt(4) > 0) {
            profile = profile.delay(
                    Duration.ofNanos(chance.nextLong(ms(1 + chance.nextInt(30)))),
                    Duration.ofNanos(chance.nextLong(ms(3))));
        }
        if (chance.nextInt(3) == 0) {
            profile = profile.bytesPerSecond(20_000L << chance.nextInt(10));
        }
        if (chance.nextInt(2) == 0) {
            profile = profile.bufferBytes(500 << chance.nextInt(8));
        }
        if (chance.nextInt(6) == 0) {
            profile = profile.largestReadBytes(64 << chance.nextInt(8));
        }
        return profile;
    }

    private Direction direction() {
        return chance.nextBoolean() ? Direction.FORWARD : Direction.BACKWARD;
    }

    // ---- processes

    private void pause() {
        Member member = someone();
        if (member == null) {
            return;
        }
        SimulatedProcess process = world.simulation().process(member.seat().host());
        if (paused.add(process)) {
            process.pause();
            later(longTime(), () -> {
                paused.remove(process);
                process.resume();
            });
        }
    }

    private void restart() {
        Member member = someone();
        if (member != null) {
            member.kill();
            later(chance.nextBoolean() ? chance.nextLong(ms(100)) : longTime(), () -> comeBack(member));
        }
    }

    private void leaveAndReturn() {
        Member member = someone();
        if (member == null || chance.nextBoolean()) {
            return;
        }
        if (chance.nextBoolean()) {
            member.subscribers().forEach(Subscriber::drain);
        }
        member.closeGracefully();
        later(ms(500) + longTime(), () -> comeBack(member));
    }

    private void comeBack(Member before) {
        if (!before.isDead()) {
            if (!before.isClosed()) {
                later(ms(500), () -> comeBack(before));
                return;
            }
            // A closed node leaves its process; the next run is a new one.
            world.simulation().process(before.seat().host()).kill();
        }
        if (world.isFree(before.seat())) {
            world.coverage().add(Seen.RESTART);
            settle(world.start(before.seat()));
        }
    }

    private void jump() {
        Member member = someone();
        if (member != null) {
            long hours = chance.nextLong(-24, 25);
            world.simulation().process(member.seat().host()).jumpWallTime(Duration.ofHours(hours));
        }
    }

    // ---- users

    /** Gives a new run something to do. */
    void settle(Member member) {
        int speakers = over ? 0 : chance.nextInt(3); // who comes back late has nothing to say
        for (int i = 0; i < speakers; i++) {
            member.speak(TOPICS[chance.nextInt(TOPICS.length)]);
        }
        if (world.hasDatagrams() && !over) {
            member.murmur(TOPICS[world.chanceOfDatagrams().nextInt(TOPICS.length)]);
        }
        int subscribers = chance.nextInt(speakers == 0 ? 1 : 0, 4);
        for (int i = 0; i < subscribers; i++) {
            member.subscribe(pattern(), window());
        }
    }

    private void subscribe() {
        Member member = someone();
        if (member != null && member.openSubscribers().size() < 5) {
            member.subscribe(pattern(), window());
        }
    }

    private void unsubscribe() {
        Member member = someone();
        if (member != null && !member.openSubscribers().isEmpty()) {
            Subscriber one = any(member.openSubscribers());
            if (chance.nextBoolean()) {
                one.drain();
            } else {
                one.close();
            }
        }
    }

    private void resubscribe() {
        Member member = someone();
        if (member == null || member.openSubscribers().isEmpty()) {
            return;
        }
        Subscriber one = any(member.openSubscribers());
        if (member.hasDataInFlight()) {
            world.coverage().add(Seen.RESUBSCRIBE_IN_FLIGHT);
        }
        if (chance.nextInt(3) == 0) {
            one.drain();
        } else {
            one.close();
        }
        member.subscribe(one.pattern(), window());
    }

    private void changePace() {
        Member member = someone();
        if (member != null && !member.subscribers().isEmpty()) {
            long slowNs = chance.nextInt(3) == 0 ? ms(chance.nextInt(2000)) : ms(chance.nextInt(50));
            any(member.subscribers()).pace(chance.nextInt(3) == 0 ? 0 : slowNs);
        }
    }

    private void newSpeaker() {
        Member member = someone();
        if (member == null) {
            return;
        }
        if (member.speakers().size() > 2) {
            member.speakers().remove(0).close();
        }
        member.speak(TOPICS[chance.nextInt(TOPICS.length)]);
    }

    private TopicPattern pattern() {
        return PATTERNS[chance.nextInt(PATTERNS.length)];
    }

    private long window() {
        return switch (chance.nextInt(4)) {
            case 0 -> 1 + chance.nextInt(2000);
            case 1 -> 20_000;
            case 2 -> 100_000;
            default -> 1 << 20;
        };
    }

    // ---- the end of all trouble

    /** Nothing goes wrong any more, and whoever is away comes back. */
    void end() {
        over = true;
        network.connects(ConnectPolicy.ACCEPT_ALL);
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(1), Duration.ofMillis(1)));
        List.copyOf(undo).forEach(Runnable::run);
        network.heal();
        world.members().forEach(m -> m.subscribers().forEach(s -> s.pace(0)));
    }

    /** Undoes something later, or when all trouble ends, whatever comes first. */
    private void later(long delayNs, Runnable task) {
        Runnable once = new Runnable() {
            @Override
            public void run() {
                if (undo.remove(this)) {
                    task.run();
                }
            }
        };
        undo.add(once);
        world.simulation().after(Duration.ofNanos(delayNs), once);
    }

    private long longTime() {
        return ms(chance.nextInt(1 + chance.nextInt(6000)));
    }

    private static long ms(long millis) {
        return millis * 1_000_000;
    }

    private String host() {
        return any(world.seats()).host();
    }

    private Member someone() {
        List<Member> up = world.members().stream().filter(Member::isUp).toList();
        return up.isEmpty() ? null : any(up);
    }

    private <T> T any(List<T> some) {
        return some.get(chance.nextInt(some.size()));
    }
}
