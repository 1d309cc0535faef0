package chaski.testkit.network;

import chaski.api.protocol.Environment;
import chaski.api.transport.Feature;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The network between the processes of a {@link Simulation}, with its faults.
 *
 * <pre>{@code
 * SimulatedNetwork network = new SimulatedNetwork(world);
 * network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(20), Duration.ofMillis(5)));
 * Transport a = network.transport("a");
 * network.partition(List.of("a", "b"), List.of("c"));
 * world.run(Duration.ofSeconds(30));
 * network.heal();
 * }</pre>
 *
 * <p>Rules set here apply to existing and future links. Confined to the simulation's thread.
 */
public final class SimulatedNetwork {

    /** The scheme of transports that are not given another. */
    public static final String SCHEME = "mem";

    private static final Set<String> OWN_HOST = Set.of("localhost", "127.0.0.1", "::1", "0.0.0.0", "::");

    private final Simulation simulation;
    private final RandomGenerator chance;
    private final NetworkPaths paths = new NetworkPaths();
    private final DatagramFaults datagrams;
    private final PortTable ports = new PortTable();
    private final LinkContext context;
    private final Map<String, String> hosts = new HashMap<>();
    private final Set<SimulatedLink> links = new LinkedHashSet<>();
    private final List<Runnable> waitingForHealing = new ArrayList<>();
    private final List<Throwable> handlerFailures = new ArrayList<>();
    private ConnectPolicy policy = ConnectPolicy.ACCEPT_ALL;
    private int linksMade;

    /**
     * Makes a network without faults.
     *
     * @param simulation the world it is in
     */
    public SimulatedNetwork(Simulation simulation) {
        this.simulation = simulation;
        this.chance = simulation.random("network");
        this.datagrams = new DatagramFaults(chance);
        this.context = new LinkContext(simulation, paths, datagrams, new ReaderBuffers(), handlerFailures::add);
    }

    /** {@return the world it is in} */
    public Simulation simulation() {
        return simulation;
    }

    /**
     * Makes a transport with the scheme {@code mem}.
     *
     * @param process the process that uses it, a host of that name; started if there is none
     * @return a new transport
     */
    public InMemoryTransport transport(String process) {
        return transport(process, SCHEME);
    }

    /**
     * Makes a transport with another scheme, to move sessions from one transport to another.
     *
     * @param process the process that uses it, a host of that name; started if there is none
     * @param scheme the scheme of its endpoints
     * @return a new transport
     */
    public InMemoryTransport transport(String process, String scheme) {
        hosts.put(process, process);
        return new InMemoryTransport(
                this, simulation.process(process), scheme, Set.of(Feature.RELIABLE, Feature.SECURE));
    }

    /**
     * Makes a transport whose links also carry datagrams, each delayed like a packet, even while the stream is blocked,
     * and perhaps lost, see {@link #datagramFaults}.
     *
     * @param process the process that uses it, a host of that name; started if there is none
     * @param scheme the scheme of its endpoints
     * @return a new transport
     */
    public InMemoryTransport datagramTransport(String process, String scheme) {
        hosts.put(process, process);
        Set<Feature> features = Set.of(Feature.RELIABLE, Feature.DATAGRAM, Feature.SECURE);
        return new InMemoryTransport(this, simulation.process(process), scheme, features);
    }

    /**
     * Sets what happens to datagrams on lines that are not blocked; on blocked ones all are lost. At first nothing
     * happens to them. They overtake each other by the jitter of their line.
     *
     * @param loss the share that is lost, 0 to 1
     * @param duplication the share that arrives twice, 0 to 1
     */
    public void datagramFaults(double loss, double duplication) {
        datagrams.set(loss, duplication);
    }

    /**
     * Gives a host one more name or address.
     *
     * @param name the name
     * @param process the process
     */
    public void alias(String name, String process) {
        hosts.put(name, process);
    }

    /**
     * Sets the profile of every line without its own profile.
     *
     * @param profile the profile
     */
    public void profile(LinkProfile profile) {
        paths.usual(profile);
    }

    /**
     * Sets the profile of the line from one host to another, in that direction.
     *
     * @param from the sending host
     * @param to the receiving host
     * @param profile the profile
     */
    public void profile(String from, String to, LinkProfile profile) {
        paths.profile(new HostPath(from, to), profile);
    }

    /**
     * Gives every line the same profile, including those with their own.
     *
     * @param profile the profile
     */
    public void resetProfiles(LinkProfile profile) {
        paths.reset(profile);
    }

    /**
     * Sets how connects end from now on.
     *
     * @param decides the policy
     */
    public void connects(ConnectPolicy decides) {
        policy = decides;
    }

    /**
     * Blocks one direction: nothing arrives, no side is notified, and what is sent arrives after {@link #heal}.
     *
     * @param from the sending host
     * @param to the receiving host
     */
    public void block(String from, String to) {
        paths.block(new HostPath(from, to));
    }

    /**
     * Blocks every line between two sets of hosts, both ways.
     *
     * @param left some hosts
     * @param right others
     */
    public void partition(Collection<String> left, Collection<String> right) {
        partitionOneWay(left, right);
        partitionOneWay(right, left);
    }

    /**
     * Blocks every line from one set of hosts to another; the reverse direction stays open.
     *
     * @param from some hosts
     * @param to others
     */
    public void partitionOneWay(Collection<String> from, Collection<String> to) {
        for (String sender : from) {
            to.forEach(receiver -> block(sender, receiver));
        }
    }

    /**
     * Disconnects a host from the network: lines to and from all others are blocked.
     *
     * @param host the host
     */
    public void isolate(String host) {
        paths.isolate(host);
    }

    /** Ends every block, partition and isolation; what was sent in the meantime arrives. Silenced links stay silent. */
    public void heal() {
        paths.clear();
        linesAreBack();
    }

    /**
     * Ends the blocks between two hosts, both ways.
     *
     * @param a one host
     * @param b the other
     */
    public void heal(String a, String b) {
        paths.unblock(new HostPath(a, b));
        paths.unblock(new HostPath(b, a));
        linesAreBack();
    }

    /** {@return the links that are open on at least one side, the oldest first} */
    public List<SimulatedLink> links() {
        return List.copyOf(links);
    }

    /**
     * Returns the links between two hosts.
     *
     * @param a one host
     * @param b the other
     * @return those that are open on at least one side, the oldest first
     */
    public List<SimulatedLink> links(String a, String b) {
        return links.stream().filter(l -> l.isBetween(a, b)).toList();
    }

    /**
     * Cuts every link between two hosts.
     *
     * @param a one host
     * @param b the other
     * @return how many
     */
    public int cut(String a, String b) {
        List<SimulatedLink> between =
                links(a, b).stream().filter(SimulatedLink::open).toList();
        between.forEach(SimulatedLink::cut);
        return between.size();
    }

    /**
     * Cuts a random link again and again.
     *
     * @param meanInterval the mean time between two cuts; the intervals are drawn from an exponential distribution
     * @return ends it
     */
    public Environment.Cancellable cutRandomly(Duration meanInterval) {
        RandomCuts cuts = new RandomCuts(simulation, this::links, meanInterval, simulation.random("random cuts"));
        cuts.plan();
        return cuts;
    }

    /** {@return what handlers and acceptors threw, which closed their links; the oldest first} */
    public List<Throwable> handlerFailures() {
        return List.copyOf(handlerFailures);
    }

    SimulatedLink connect(LinkSide dialling, LinkSide accepting) {
        linksMade++;
        SimulatedLink link =
                new SimulatedLink(context, dialling, accepting, simulation.random("link " + linksMade), links::remove);
        links.add(link);
        return link;
    }

    PortTable ports() {
        return ports;
    }

    NetworkPaths paths() {
        return paths;
    }

    ConnectPolicy.Fate fate(String from, String to) {
        return policy.decide(from, to, chance);
    }

    /** Finds the process behind a name, as seen from a host. */
    Optional<String> resolve(String name, String fromHost) {
        return OWN_HOST.contains(name) ? Optional.of(fromHost) : Optional.ofNullable(hosts.get(name));
    }

    boolean isHost(String name, String host) {
        return resolve(name, host).filter(host::equals).isPresent();
    }

    void whenHealed(Runnable task) {
        waitingForHealing.add(task);
    }

    private void linesAreBack() {
        links().forEach(SimulatedLink::lineIsBack);
        List<Runnable> waiting = List.copyOf(waitingForHealing);
        waitingForHealing.clear();
        waiting.forEach(Runnable::run);
    }
}
