package chaski.streamer.simulation;

import chaski.testkit.network.NetworkFaults;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Draws the actions of users, at all times, and faults, in the periods with faults. */
final class WorldEvents {

    private static final String[] PATTERNS = {"t.>", "t.*", "t.a", "t.b", ">"};
    private static final String[] TOPICS = {"t.a", "t.b", "t.c"};
    private static final int MOST_PUBLISHERS = 4;
    private static final int MOST_SUBSCRIPTIONS = 6;

    private final StreamerWorld world;
    private final RandomGenerator random;
    private final NetworkFaults faults;
    private final long meanGapNs;
    private boolean faulty;
    private boolean over;

    WorldEvents(StreamerWorld world, RandomGenerator random) {
        this.world = world;
        this.random = random;
        this.meanGapNs = ms(20 + random.nextInt(150));
        this.faults = world.faults();
    }

    void begin() {
        next();
    }

    void beginFaults() {
        faulty = true;
        world.disturbed("faults", true);
        faults.begin();
    }

    /** Ends the faults; "faults" disturb until the world is connected again. */
    void endFaults() {
        faulty = false;
        faults.end();
    }

    void end() {
        over = true;
        faults.end();
        world.nodes().forEach(n -> n.subscriptions().forEach(s -> s.pace(0)));
    }

    private void next() {
        world.simulation().after(Duration.ofNanos((long) (random.nextExponential() * meanGapNs)), () -> {
            if (!over) {
                if (faulty && random.nextInt(3) > 0) {
                    goWrong();
                } else {
                    use();
                }
                next();
            }
        });
    }

    private void goWrong() {
        switch (random.nextInt(22)) {
            case 0, 1, 2, 3 -> faults.cutLink();
            case 4, 5, 6 -> faults.cutLinkAfterBytes();
            case 7 -> breakSilently(faults::forgetLink);
            case 8 -> faults.silenceLink();
            case 9, 10 -> faults.block();
            case 11 -> someNode(n -> faults.pause(n.site().host()));
            case 12, 13 -> someNode(this::restart);
            case 14 -> someNode(n -> faults.jumpWallClock(n.site().host()));
            case 15 -> faults.changeLine();
            case 16 -> breakSilently(faults::breakLink);
            case 17, 18 -> breakSilently(faults::breakLinkWhileSlow);
            case 19, 20 -> someNode(this::swapTransport);
            default -> someNode(this::leaveAndReturn);
        }
    }

    private void use() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> someNode(this::resubscribe);
            case 3, 4 -> someNode(this::subscribe);
            case 5, 6 -> someNode(n -> unsubscribe(n));
            case 7, 8 -> someNode(this::changePace);
            default -> someNode(this::replacePublisher);
        }
    }

    /** Without a heartbeat a side that receives no notice of a break may never detect it. */
    private void breakSilently(Runnable fault) {
        if (world.hasHeartbeat()) {
            fault.run();
        } else {
            faults.cutLink();
        }
    }

    // ---- processes

    private void restart(WorldNode node) {
        node.kill();
        faults.later(random.nextBoolean() ? random.nextLong(ms(100)) : faults.longTimeNs(), () -> comeBack(node));
    }

    private void leaveAndReturn(WorldNode node) {
        if (random.nextBoolean()) {
            node.subscriptions().forEach(WorldSubscription::drain);
        }
        node.closeGracefully();
        faults.later(ms(500) + faults.longTimeNs(), () -> comeBack(node));
    }

    private void comeBack(WorldNode before) {
        if (!before.isDead()) {
            if (!before.isClosed()) {
                faults.later(ms(500), () -> comeBack(before));
                return;
            }
            // A closed node leaves its process; the next run is a new one.
            world.simulation().process(before.site().host()).kill();
        }
        if (world.isFree(before.site())) {
            WorldNode next = world.start(before.site());
            if (before.isDead()) {
                world.happened(
                        next.id().equals(before.id())
                                ? WorldSituation.SAME_ID_ON_ENDPOINT
                                : WorldSituation.NEW_ID_ON_ENDPOINT);
            }
            settle(next);
        }
    }

    private void swapTransport(WorldNode node) {
        List<String> schemes = node.site().schemes();
        node.swapTransport(schemes.get(random.nextInt(schemes.size())), faults.longTimeNs());
    }

    // ---- users

    /** Gives a new run its first users. */
    void settle(WorldNode node) {
        int publishers = over ? 0 : random.nextInt(3);
        for (int i = 0; i < publishers; i++) {
            node.publish(topic());
        }
        int subscriptions = random.nextInt(publishers == 0 ? 1 : 0, 4);
        for (int i = 0; i < subscriptions; i++) {
            node.subscribe(pattern(), world.window(random), random.nextInt(4) == 0);
        }
    }

    private void subscribe(WorldNode node) {
        if (node.openSubscriptions().size() < MOST_SUBSCRIPTIONS) {
            node.subscribe(pattern(), world.window(random), random.nextInt(4) == 0);
            note(node, last(node.subscriptions()), WorldSituation.OPENED_WHILE_PUBLISHER_WAITS);
        }
    }

    private @Nullable WorldSubscription unsubscribe(WorldNode node) {
        List<WorldSubscription> open = node.openSubscriptions();
        if (open.isEmpty()) {
            return null;
        }
        WorldSubscription one = any(open);
        if (random.nextBoolean()) {
            note(node, one, WorldSituation.DRAINED_WHILE_PUBLISHER_WAITS);
            one.drain();
        } else {
            note(node, one, WorldSituation.CLOSED_WHILE_PUBLISHER_WAITS);
            one.close();
        }
        return one;
    }

    private void note(WorldNode node, WorldSubscription subscription, WorldSituation happening) {
        boolean waits = world.nodes().stream()
                .filter(WorldNode::isUp)
                .flatMap(n -> n.publishers().stream())
                .anyMatch(p -> p.isWaiting() && subscription.matches(p.topic()));
        if (waits) {
            world.happened(happening);
        }
    }

    private void resubscribe(WorldNode node) {
        WorldSubscription before = unsubscribe(node);
        if (before != null) {
            node.subscribe(before.pattern().text(), world.window(random), random.nextInt(4) == 0);
        }
    }

    private void changePace(WorldNode node) {
        if (!node.openSubscriptions().isEmpty() && world.hasSlowConsumers()) {
            WorldSubscription one = any(node.openSubscriptions());
            switch (random.nextInt(4)) {
                case 0 -> one.pace(ms(3 + random.nextInt(200)));
                case 1 -> one.pace(WorldSubscription.STOPPED);
                default -> one.pace(random.nextInt(2_000_000));
            }
        }
    }

    private void replacePublisher(WorldNode node) {
        if (node.publishers().size() >= MOST_PUBLISHERS || random.nextInt(3) == 0) {
            List<WorldPublisher> all = node.publishers();
            if (!all.isEmpty()) {
                node.closePublisher(random.nextInt(all.size()));
            }
        }
        if (node.publishers().size() < MOST_PUBLISHERS) {
            node.publish(topic());
        }
    }

    private String topic() {
        return any(List.of(TOPICS));
    }

    private String pattern() {
        return any(List.of(PATTERNS));
    }

    private static long ms(long millis) {
        return millis * 1_000_000;
    }

    private interface Use {
        void on(WorldNode node);
    }

    private void someNode(Use use) {
        List<WorldNode> up = world.nodes().stream().filter(WorldNode::isUp).toList();
        if (!up.isEmpty()) {
            use.on(any(up));
        }
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static <T> T last(List<T> all) {
        return all.get(all.size() - 1);
    }
}
