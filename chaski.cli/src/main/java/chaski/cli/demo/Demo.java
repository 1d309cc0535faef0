package chaski.cli.demo;

import chaski.api.ChaskiException;
import chaski.api.Endpoint;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.Node;
import chaski.api.node.Peer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;

/**
 * Three nodes in an OSGi framework: B and C join A and know no other node. C subscribes to a topic that B publishes,
 * and A subscribes to all topics of the lab; B calls exports of C; and while B publishes, links are killed, and the
 * bundle of the TCP transport is stopped and started, so that sessions move to UDP and back.
 */
public final class Demo {

    private static final String TOPIC = "lab.temp";
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final Duration SETTLE = Duration.ofSeconds(60);

    /** Long enough for a few dozen killed links. */
    private static final Duration STREAM = Duration.ofSeconds(6);

    private static final Duration KILL_INTERVAL = Duration.ofMillis(150);

    private static final String TRANSPORT = "chaski.transport.tcp";
    private static final Duration RESTART_INTERVAL = Duration.ofMillis(600);

    private final long messages;
    private final Optional<Path> transcripts;
    private final DemoReporter reporter;

    /**
     * Prepares a run.
     *
     * @param messages how many messages are published; spread over six seconds, or more if the machine needs more
     * @param transcripts the folder for the received sequence numbers, if they are to be written
     * @param story receives the steps
     */
    public Demo(int messages, Optional<Path> transcripts, DemoReporter story) {
        this.messages = messages;
        this.transcripts = transcripts;
        this.reporter = story;
    }

    /**
     * Runs the demo.
     *
     * @return the result
     * @throws IOException if no port can be bound or a transcript cannot be written
     * @throws InterruptedException when interrupted
     * @throws ChaskiException if a step does not happen in time
     */
    public DemoResult run() throws IOException, InterruptedException {
        if (transcripts.isPresent()) {
            Files.createDirectories(transcripts.get());
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the demo began");
        }
        try (TcpRelay toA = TcpRelay.open();
                TcpRelay toB = TcpRelay.open();
                TcpRelay toC = TcpRelay.open();
                DemoFramework framework = DemoFramework.start(List.of(
                        new DemoFramework.Wanted("A", toA.endpoint(), FreePort.udp(), List.of()),
                        new DemoFramework.Wanted("B", toB.endpoint(), FreePort.udp(), List.of(toA.endpoint())),
                        new DemoFramework.Wanted("C", toC.endpoint(), FreePort.udp(), List.of(toA.endpoint()))))) {
            Node a = await(framework, "A", toA);
            Node b = await(framework, "B", toB);
            Node c = await(framework, "C", toC);
            long up = System.nanoTime();
            await("B and C did not find each other", () -> knows(b, c) && knows(c, b));
            reporter.discovered(b, c, a, Duration.ofNanos(System.nanoTime() - up));
            Bundle transport = framework.bundle(TRANSPORT);
            DemoResult outcome = interruptibly(() -> stream(List.of(a, b, c), List.of(toA, toB, toC), transport));
            reporter.ended(outcome);
            return outcome;
        }
    }

    /** Waits until a node is up and listens, and points its relay to it. */
    private Node await(DemoFramework framework, String name, TcpRelay relay) throws InterruptedException {
        await(
                "node " + name + " did not start",
                () -> framework.node(name).flatMap(Demo::tcp).isPresent());
        Node node = framework.node(name).orElseThrow();
        relay.leadTo(tcp(node).orElseThrow());
        reporter.started(node, relay.endpoint());
        return node;
    }

    private static Optional<Endpoint> tcp(Node node) {
        return node.endpoints().stream()
                .filter(endpoint -> endpoint.scheme().equals("tcp"))
                .findFirst();
    }

    /**
     * Blocking calls of the streamer and the remote report an interrupt by their own exceptions, and leave the thread
     * interrupted.
     */
    private static DemoResult interruptibly(Step step) throws IOException, InterruptedException {
        try {
            return step.run();
        } catch (ChaskiException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
            }
            throw e;
        }
    }

    private DemoResult stream(List<Node> nodes, List<TcpRelay> relays, Bundle transport)
            throws IOException, InterruptedException {
        Node a = nodes.get(0);
        Node b = nodes.get(1);
        Node c = nodes.get(2);
        try (SequenceRecorder atA = new SequenceRecorder(transcript(a));
                SequenceRecorder atC = new SequenceRecorder(transcript(c))) {
            subscribe(a, "lab.>", atA);
            subscribe(c, TOPIC, atC);
            Publisher<SensorReading> publisher = b.service(Streamer.class).publisher(TOPIC, SensorReading.class);
            if (!publisher.awaitSubscribers(2, STEP)) {
                throw new ChaskiException("B saw only " + publisher.subscribers() + " of 2 subscriptions within "
                        + STEP.toSeconds() + " s");
            }
            await(
                    "B and C were not linked directly",
                    () -> b.peer(c.id()).flatMap(Peer::link).isPresent());
            reporter.paired(b, c, TOPIC);
            reporter.called(b, c, DemoCalls.make(b, c, a, STEP));
            try (TransportTrail trail = new TransportTrail(b, c)) {
                Disruption harm = publish(publisher, relays, transport, List.of(atA, atC));
                if (!publisher.awaitAcknowledged(SETTLE)) {
                    throw new ChaskiException("not everything was confirmed within " + SETTLE.toSeconds() + " s");
                }
                awaitArrival(List.of(atA, atC));
                return outcome(nodes.size(), List.of(atA, atC), harm, trail.schemes());
            }
        }
    }

    /** The faults that were injected. */
    private record Disruption(long linksKilled, long transportRestarts) {}

    /** Publishes at an even rate while links are being killed and the transport is restarted. */
    private Disruption publish(
            Publisher<SensorReading> publisher, List<TcpRelay> relays, Bundle transport, List<SequenceRecorder> tallies)
            throws InterruptedException {
        long startNs = System.nanoTime();
        long reportedNs = startNs;
        try (LinkKiller killer = new LinkKiller(relays, KILL_INTERVAL, new SplittableRandom());
                TransportRestarter restarter = new TransportRestarter(transport, RESTART_INTERVAL)) {
            for (long i = 1; i <= messages; i++) {
                publisher.publish(SensorReading.of(i));
                long nowNs = System.nanoTime();
                if (nowNs - reportedNs > TimeUnit.SECONDS.toNanos(1)) {
                    reportedNs = nowNs;
                    reporter.progress(i, received(tallies), killer.killed(), restarter.restarts());
                }
                long earlyNs = startNs + (long) ((double) STREAM.toNanos() * i / messages) - nowNs;
                if (earlyNs > TimeUnit.MILLISECONDS.toNanos(1)) {
                    pause(earlyNs);
                }
            }
            return new Disruption(killer.killed(), restarter.restarts());
        }
    }

    private static void pause(long ns) throws InterruptedException {
        LockSupport.parkNanos(ns);
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while the demo was running");
        }
    }

    /** Acknowledged means that a message is in a subscription's queue; its handler may still be busy. */
    private void awaitArrival(List<SequenceRecorder> tallies) throws InterruptedException {
        long before = -1;
        for (long now = received(tallies); now < messages * tallies.size() && now != before; now = received(tallies)) {
            before = now;
            pause(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private DemoResult outcome(int nodes, List<SequenceRecorder> tallies, Disruption harm, List<String> links) {
        return new DemoResult(
                nodes,
                messages,
                received(tallies),
                tallies.stream().mapToLong(tally -> tally.lost(messages)).sum(),
                tallies.stream().mapToLong(SequenceRecorder::repeated).sum(),
                tallies.stream().mapToLong(SequenceRecorder::reordered).sum(),
                tallies.stream().mapToLong(SequenceRecorder::damaged).sum(),
                harm.linksKilled(),
                harm.transportRestarts(),
                links);
    }

    private static long received(List<SequenceRecorder> tallies) {
        return tallies.stream().mapToLong(SequenceRecorder::received).sum();
    }

    private Optional<Path> transcript(Node node) {
        return transcripts.map(folder -> folder.resolve(node.name() + ".txt"));
    }

    /** The subscription ends with its node. */
    @SuppressWarnings("resource")
    private static void subscribe(Node node, String pattern, SequenceRecorder tally) {
        node.service(Streamer.class).subscribe(pattern, SensorReading.class, tally);
    }

    private static boolean knows(Node node, Node other) {
        return node.directory().stream().map(DirectoryEntry::id).anyMatch(other.id()::equals);
    }

    private static void await(String failure, BooleanSupplier condition) throws InterruptedException {
        long endNs = System.nanoTime() + STEP.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > endNs) {
                throw new ChaskiException(failure + " within " + STEP.toSeconds() + " s");
            }
            pause(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** A step that may be interrupted. */
    private interface Step {

        DemoResult run() throws IOException, InterruptedException;
    }
}
