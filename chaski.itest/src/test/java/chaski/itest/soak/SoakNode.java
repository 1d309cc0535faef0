package chaski.itest.soak;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.transport.Transport;
import chaski.itest.scenario.Polling;
import chaski.itest.soak.SoakPlan.NodePorts;
import chaski.itest.soak.SoakPlan.SoakTopic;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** One node with its publishers, its permanent and its temporary subscriptions, and its calls. */
final class SoakNode {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Node node;
    private final Map<String, Transport> transports;
    private final List<SteadySubscription> steady = new ArrayList<>();
    private final List<NumberPublisher> publishers = new ArrayList<>();
    private final SubscriptionChurn churn;
    private final SteadyCalls calls;

    private SoakNode(SoakPlan plan, int number, Node node, Map<String, Transport> transports) {
        this.node = node;
        this.transports = transports;
        node.watch(event -> {
            System.err.println(LocalTime.now() + " " + node.name() + " " + event);
            if (event instanceof NodeEvent.SessionLost) {
                SoakMember.wrong(node.name() + " lost a session: " + event);
            }
        });
        Streamer streamer = node.service(Streamer.class);
        for (SoakTopic topic : SoakPlan.subscriptionsOf(number)) {
            steady.add(new SteadySubscription(node.name(), streamer, topic));
        }
        for (SoakPlan.SoakPublisher publisher : SoakPlan.publishersOf(number)) {
            Publisher<String> opened = streamer.publisher(publisher.topic().name(), String.class);
            publishers.add(new NumberPublisher(publisher, opened));
        }
        churn = new SubscriptionChurn(node.name(), streamer, new Random(plan.seed() * 31 + number));
        calls = new SteadyCalls(node, number);
    }

    static SoakNode start(SoakPlan plan, int number) {
        Map<String, Transport> transports = new TreeMap<>();
        ServiceLoader.load(Transport.class).forEach(transport -> transports.put(transport.scheme(), transport));
        NodePorts place = plan.places().get(number);
        Node.Builder builder = Chaski.node()
                .name("node-" + number)
                .listen("tcp://127.0.0.1:" + place.tcp())
                .listen("udp://127.0.0.1:" + place.udp())
                .advertise("tcp://127.0.0.1:" + place.relay())
                .advertise("udp://127.0.0.1:" + place.udp());
        transports.values().forEach(builder::transport);
        if (number > 0) {
            builder.join("tcp://127.0.0.1:" + plan.places().get(0).relay());
        }
        return new SoakNode(plan, number, builder.start(), transports);
    }

    /** Waits until each publisher sees all permanent subscriptions; no others may have been opened anywhere. */
    void awaitSubscribers() {
        publishers.forEach(publisher -> publisher.awaitSubscribers(PATIENCE));
    }

    void begin() {
        publishers.forEach(NumberPublisher::begin);
        churn.begin();
        calls.begin();
    }

    void stop() {
        publishers.forEach(NumberPublisher::stop);
        churn.stop();
        calls.stop();
    }

    /** Waits until nothing runs any more, and every message has its outcome. */
    void awaitIdle(Duration limit) {
        publishers.forEach(publisher -> publisher.awaitStopped(limit));
        churn.awaitStopped(limit);
        calls.awaitStopped(limit);
        publishers.forEach(publisher -> publisher.settle(limit));
    }

    void report() {
        Polling.until(
                "everything delivered is taken", PATIENCE, () -> steady.stream().allMatch(SteadySubscription::isIdle));
        publishers.forEach(NumberPublisher::report);
        steady.forEach(SteadySubscription::report);
        SoakMember.print("CHURN " + churn.opened());
        SoakMember.print("CALLS " + calls.made());
    }

    void close() {
        steady.forEach(SteadySubscription::close);
        publishers.forEach(NumberPublisher::close);
        node.close();
        transports.values().forEach(SoakNode::close);
    }

    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (Exception e) {
            throw new IllegalStateException(transport.scheme() + " was not closed", e);
        }
    }

    List<NumberPublisher> publishers() {
        return publishers;
    }

    Node node() {
        return node;
    }

    Transport transport(String scheme) {
        return transports.get(scheme);
    }
}
