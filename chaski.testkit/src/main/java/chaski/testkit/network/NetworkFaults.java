package chaski.testkit.network;

import chaski.testkit.simulation.SimulatedProcess;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Faults of a {@link SimulatedNetwork} and its processes, drawn from a random source. Each method injects one fault;
 * the test decides when.
 *
 * <pre>{@code
 * NetworkFaults faults = new NetworkFaults(network, world.random("faults"), () -> List.of("a", "b"));
 * faults.begin();
 * ... faults.cutLink(); faults.block(); faults.pause("a"); ...
 * faults.end();
 * }</pre>
 *
 * <p>Faults with a duration end by themselves, at the latest with {@link #end}. Confined to the simulation's thread.
 */
public final class NetworkFaults {

    private final SimulatedNetwork network;
    private final Simulation simulation;
    private final RandomGenerator random;
    private final Supplier<List<String>> hosts;
    private final boolean connectsFailOften;
    private final Set<SimulatedProcess> paused = new HashSet<>();
    private final List<Runnable> pending = new ArrayList<>();

    /**
     * No faults yet.
     *
     * @param network the network
     * @param random draws links, directions, sizes and durations
     * @param hosts the hosts between which lines are blocked and changed
     */
    public NetworkFaults(SimulatedNetwork network, RandomGenerator random, Supplier<List<String>> hosts) {
        this.network = network;
        this.simulation = network.simulation();
        this.random = random;
        this.hosts = hosts;
        this.connectsFailOften = random.nextInt(3) > 0;
    }

    /** From now on lines have a drawn profile and some connects fail. */
    public void begin() {
        network.profile(profile());
        network.connects(this::fate);
    }

    /**
     * Ends every fault: lines are healed and fast, connects succeed, paused processes resume, and what {@link #later}
     * holds runs now.
     */
    public void end() {
        network.connects(ConnectPolicy.ACCEPT_ALL);
        network.resetProfiles(LinkProfile.DEFAULT.delay(Duration.ofMillis(1), Duration.ofMillis(1)));
        List.copyOf(pending).forEach(Runnable::run);
        network.heal();
    }

    /** {@return whether a fault with a duration has not ended yet} */
    public boolean isActive() {
        return !pending.isEmpty();
    }

    /**
     * Runs a task once: after a delay, or with {@link #end} if that is earlier.
     *
     * @param delayNs the delay in nanoseconds
     * @param task the task
     */
    public void later(long delayNs, Runnable task) {
        Runnable once = new Runnable() {
            @Override
            public void run() {
                if (pending.remove(this)) {
                    task.run();
                }
            }
        };
        pending.add(once);
        simulation.after(Duration.ofNanos(delayNs), once);
    }

    /** Cuts a link; both sides see an error. */
    public void cutLink() {
        onLink(SimulatedLink::cut);
    }

    /** Cuts a link after a drawn number of bytes. */
    public void cutLinkAfterBytes() {
        onLink(l -> l.cutAfter(direction(), random.nextLong(1 + random.nextInt(200_000))));
    }

    /** Breaks a link at one side; the other side sees nothing. */
    public void forgetLink() {
        onLink(l -> l.forgetAt(random.nextBoolean() ? l.dialler() : l.acceptor()));
    }

    /** Breaks a link at one side first. */
    public void breakLink() {
        onLink(l -> l.breakAt(random.nextBoolean() ? l.dialler() : l.acceptor()));
    }

    /**
     * Makes a line slow and breaks its link at the sender, so that what was sent is still in transit when the sender
     * has a link again.
     */
    public void breakLinkWhileSlow() {
        onLink(link -> {
            boolean dialling = random.nextBoolean();
            String from = dialling ? link.dialler() : link.acceptor();
            String to = dialling ? link.acceptor() : link.dialler();
            network.profile(from, to, LinkProfile.DEFAULT.bytesPerSecond(10_000 + random.nextInt(100_000)));
            simulation.after(Duration.ofMillis(random.nextInt(500)), () -> {
                link.breakAt(from);
                network.profile(from, to, profile());
            });
        });
    }

    /** Silences one direction of a link for some time. */
    public void silenceLink() {
        onLink(link -> {
            Direction direction = direction();
            link.silence(direction, true);
            later(longTimeNs(), () -> link.silence(direction, false));
        });
    }

    /** Blocks a line in one or both directions, or isolates a host, for some time. */
    public void block() {
        String a = host();
        String b = host();
        int how = random.nextInt(6);
        if (how == 0) {
            network.isolate(a);
        } else {
            network.block(a, b);
            if (how < 4) {
                network.block(b, a);
            }
        }
        later(longTimeNs(), () -> {
            if (how == 0) {
                network.heal();
            } else {
                network.heal(a, b);
            }
        });
    }

    /** Changes delay, rate and buffers of one line. */
    public void changeLine() {
        network.profile(host(), host(), profile());
    }

    /**
     * Pauses a process for some time, like SIGSTOP.
     *
     * @param host the process
     */
    public void pause(String host) {
        SimulatedProcess process = simulation.process(host);
        if (paused.add(process)) {
            process.pause();
            later(longTimeNs(), () -> {
                paused.remove(process);
                process.resume();
            });
        }
    }

    /**
     * Moves a process's wall clock by up to a day.
     *
     * @param host the process
     */
    public void jumpWallClock(String host) {
        simulation.process(host).jumpWallTime(Duration.ofHours(random.nextLong(-24, 25)));
    }

    /** {@return a drawn duration of up to six seconds, more often a short one, in nanoseconds} */
    public long longTimeNs() {
        return Duration.ofMillis(random.nextInt(1 + random.nextInt(6000))).toNanos();
    }

    private interface LinkFault {
        void on(SimulatedLink link);
    }

    private void onLink(LinkFault fault) {
        List<SimulatedLink> open =
                network.links().stream().filter(SimulatedLink::open).toList();
        if (!open.isEmpty()) {
            fault.on(open.get(random.nextInt(open.size())));
        }
    }

    private ConnectPolicy.Fate fate(String from, String to, RandomGenerator draw) {
        int drawn = draw.nextInt(connectsFailOften ? 12 : 40);
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
        if (random.nextInt(4) > 0) {
            long latencyNs =
                    random.nextLong(Duration.ofMillis(1 + random.nextInt(30)).toNanos());
            long jitterNs = random.nextLong(Duration.ofMillis(3).toNanos());
            profile = profile.delay(Duration.ofNanos(latencyNs), Duration.ofNanos(jitterNs));
        }
        if (random.nextInt(3) == 0) {
            profile = profile.bytesPerSecond(20_000L << random.nextInt(10));
        }
        if (random.nextInt(2) == 0) {
            profile = profile.bufferBytes(500 << random.nextInt(8));
        }
        if (random.nextInt(6) == 0) {
            profile = profile.largestReadBytes(64 << random.nextInt(8));
        }
        return profile;
    }

    private Direction direction() {
        return random.nextBoolean() ? Direction.FORWARD : Direction.BACKWARD;
    }

    private String host() {
        List<String> all = hosts.get();
        return all.get(random.nextInt(all.size()));
    }
}
