package chaski.itest.soak;

import chaski.itest.scenario.PublishMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which node runs where, and what each publishes and subscribes to. All processes draw it from the same arguments.
 *
 * @param seed of everything that is random
 * @param places the ports on which each node listens, and those that others dial
 */
record SoakPlan(long seed, List<NodePorts> places) {

    /** The last node of each process, except one. */
    private static final int[] LAST = {3, 5, 7};

    static final int NODES = 7;
    static final int MEMBERS = LAST.length;

    /** Two nodes publish to each topic, so that each node publishes; these and two more subscribe to it. */
    private static final int SUBSCRIBERS = 4;

    /**
     * A topic.
     *
     * @param name its name
     * @param messageBytes how large the largest messages are
     * @param queueBytes of its subscriptions: one message fits, two do not, except for the last topic
     * @param intervalMs between two messages of a publisher, if nothing makes it wait
     */
    record SoakTopic(String name, int messageBytes, long queueBytes, int intervalMs) {}

    static final List<SoakTopic> TOPICS = List.of(
            new SoakTopic("soak.large", 40_000, 65_536, 20),
            new SoakTopic("soak.small", 400, 600, 10),
            new SoakTopic("soak.medium", 3_000, 5_000, 10),
            new SoakTopic("soak.wide", 200, 1 << 20, 2));

    /**
     * Ports of a node on the loopback interface.
     *
     * @param tcp the TCP port on which it listens
     * @param udp the UDP port on which it listens
     * @param relay the port that others dial instead of its TCP port
     */
    record NodePorts(int tcp, int udp, int relay) {}

    /**
     * A publisher.
     *
     * @param name unique
     * @param topic its topic
     * @param mode how it publishes
     */
    record SoakPublisher(String name, SoakTopic topic, PublishMode mode) {}

    static SoakPlan draw(long seed) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 0; i < 3 * NODES; i++) {
            held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        List<NodePorts> places = IntStream.range(0, NODES)
                .mapToObj(node -> new NodePorts(
                        held.get(3 * node).getLocalPort(),
                        held.get(3 * node + 1).getLocalPort(),
                        held.get(3 * node + 2).getLocalPort()))
                .toList();
        for (ServerSocket socket : held) {
            socket.close();
        }
        return new SoakPlan(seed, places);
    }

    /** {@return this as an argument of a command} */
    String argument() {
        return seed + ":"
                + places.stream()
                        .map(place -> place.tcp + "," + place.udp + "," + place.relay)
                        .collect(Collectors.joining(":"));
    }

    static SoakPlan parse(String argument) {
        String[] parts = argument.split(":");
        return new SoakPlan(
                Long.parseLong(parts[0]),
                Arrays.stream(parts)
                        .skip(1)
                        .map(place -> place.split(","))
                        .map(ports -> new NodePorts(
                                Integer.parseInt(ports[0]), Integer.parseInt(ports[1]), Integer.parseInt(ports[2])))
                        .toList());
    }

    /** {@return the nodes of a process} */
    static List<Integer> nodesOf(int member) {
        return IntStream.range(member == 0 ? 0 : LAST[member - 1], LAST[member])
                .boxed()
                .toList();
    }

    /** {@return the publishers of a node: two for each topic that it publishes to} */
    static List<SoakPublisher> publishersOf(int node) {
        List<SoakPublisher> publishers = new ArrayList<>();
        for (int t = 0; t < TOPICS.size(); t++) {
            if (distance(t, node) < 2) {
                for (int p = 0; p < 2; p++) {
                    PublishMode mode = PublishMode.values()[(node + t + p) % PublishMode.values().length];
                    publishers.add(new SoakPublisher("node-" + node + "-" + t + "-" + p, TOPICS.get(t), mode));
                }
            }
        }
        return publishers;
    }

    /** {@return the topics that a node subscribes to from the beginning to the end} */
    static List<SoakTopic> subscriptionsOf(int node) {
        return IntStream.range(0, TOPICS.size())
                .filter(t -> distance(t, node) < SUBSCRIBERS)
                .mapToObj(TOPICS::get)
                .toList();
    }

    /** {@return how many nodes subscribe to each topic from the beginning to the end} */
    static int subscribers() {
        return SUBSCRIBERS;
    }

    /** Topics begin at every second node. */
    private static int distance(int topic, int node) {
        return Math.floorMod(node - 2 * topic, NODES);
    }
}
