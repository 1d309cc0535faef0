package chaski.node.simulation;

import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.testkit.network.NetworkFaults;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** All faults in a world, and all actions of its users, one after another at random times. */
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
    private final RandomGenerator chance;
    private final long meanGapNs;
    private final NetworkFaults faults;
    private boolean over;

    Troubles(World world, RandomGenerator chance) {
        this.world = world;
        this.chance = chance;
        this.meanGapNs = ms(20 + chance.nextInt(200));
        this.faults = new NetworkFaults(world.network(), chance, () -> world.seats().stream()
                .map(Seat::host)
                .toList());
    }

    void begin() {
        faults.begin();
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
            case 0, 1, 2 -> faults.cutLink();
            case 4, 5, 6 -> faults.cutLinkAfterBytes();
            case 7 -> faults.forgetLink();
            case 8 -> faults.silenceLink();
            case 9, 10 -> faults.block();
            case 11 -> pause();
            case 3, 12 -> restart();
            case 13 -> jump();
            case 14 -> faults.changeLine();
            case 15, 16 -> resubscribe();
            case 17, 18 -> subscribe();
            case 19 -> unsubscribe();
            case 20, 21 -> changePace();
            case 22 -> newSpeaker();
            case 23 -> faults.breakLink();
            case 24, 25 -> faults.breakLinkWhileSlow();
            default -> leaveAndReturn();
        }
    }

    // ---- processes

    private void pause() {
        Member member = someone();
        if (member != null) {
            faults.pause(member.seat().host());
        }
    }

    private void restart() {
        Member member = someone();
        if (member != null) {
            member.kill();
            faults.later(chance.nextBoolean() ? chance.nextLong(ms(100)) : faults.longTimeNs(), () -> comeBack(member));
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
        faults.later(ms(500) + faults.longTimeNs(), () -> comeBack(member));
    }

    private void comeBack(Member before) {
        if (!before.isDead()) {
            if (!before.isClosed()) {
                faults.later(ms(500), () -> comeBack(before));
                return;
            }
            // A closed node leaves its process; the next run is a new one.
            world.simulation().process(before.seat().host()).kill();
        }
        if (world.isFree(before.seat())) {
            world.coverage().add(Seen.RESTART);
            settle(world.start(before.isDead() ? world.perhapsRenamed(before.seat()) : before.seat()));
        }
    }

    private void jump() {
        Member member = someone();
        if (member != null) {
            faults.jumpWallClock(member.seat().host());
        }
    }

    // ---- users

    /** Gives a new run publishers and subscribers. */
    void settle(Member member) {
        int speakers = over ? 0 : chance.nextInt(3); // a run that starts late publishes nothing
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

    // ---- the end of all faults

    /** No more faults occur, and every stopped node is started again. */
    void end() {
        over = true;
        faults.end();
        world.members().forEach(m -> m.subscribers().forEach(s -> s.pace(0)));
    }

    private static long ms(long millis) {
        return millis * 1_000_000;
    }

    private Member someone() {
        List<Member> up = world.members().stream().filter(Member::isUp).toList();
        return up.isEmpty() ? null : any(up);
    }

    private <T> T any(List<T> some) {
        return some.get(chance.nextInt(some.size()));
    }
}
