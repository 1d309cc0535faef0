package chaski.itest.soak;

import chaski.itest.scenario.PeerProcess;
import chaski.itest.scenario.Polling;
import chaski.itest.scenario.TcpRelay;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the soak for a time and prints a verdict: {@code PASS} or {@code FAIL}, and figures. Its arguments are the time, for example
 * {@code 20m} or {@code 20s}, and the seed.
 */
public final class SoakRunner {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final int LONGEST_BETWEEN_MS = 1_000;
    private static final int LONGEST_STOP_MS = 5_000;

    private final SoakPlan plan;
    private final Random random;
    private final List<TcpRelay> relays = new ArrayList<>();
    private final List<PeerProcess> members = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int resets;
    private int stops;

    private SoakRunner(SoakPlan plan) {
        this.plan = plan;
        this.random = new Random(plan.seed());
    }

    /**
     * Runs.
     *
     * @param args the time and the seed
     * @throws Exception if a process cannot be started or signalled
     */
    public static void main(String[] args) throws Exception {
        Duration time = Duration.parse("PT" + args[0]);
        SoakRunner runner = new SoakRunner(SoakPlan.draw(Long.parseLong(args[1])));
        boolean passed;
        try {
            runner.start();
            runner.disturb(time);
            runner.finish();
        } catch (AssertionError | IOException e) {
            runner.wrong.add(e.toString());
        } finally {
            runner.collect();
            passed = runner.wrong.isEmpty();
            runner.wrong.stream().limit(50).forEach(line -> System.out.println("WRONG " + line));
            System.out.println((passed ? "PASS " : "FAIL ") + runner.figures(time));
            runner.members.forEach(PeerProcess::kill);
        }
        Runtime.getRuntime().halt(passed ? 0 : 1);
    }

    private void start() throws IOException {
        for (SoakPlan.NodePorts place : plan.places()) {
            relays.add(TcpRelay.start(place.relay(), place.tcp()));
        }
        for (int member = 0; member < SoakPlan.MEMBERS; member++) {
            members.add(PeerProcess.start(SoakMember.class, plan.argument(), Integer.toString(member)));
        }
        awaitAll("READY");
        sendAll("pair");
        awaitAll("PAIRED");
        sendAll("begin");
    }

    private void disturb(Duration time) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long beginNs = System.nanoTime();
        while (System.nanoTime() - beginNs < time.toNanos() && wrong().isEmpty()) {
            never.await(random.nextInt(LONGEST_BETWEEN_MS), TimeUnit.MILLISECONDS);
            if (random.nextInt(12) == 0) {
                PeerProcess member = members.get(random.nextInt(members.size()));
                member.signal("STOP");
                System.err.println(LocalTime.now() + " stopped member " + members.indexOf(member));
                never.await(random.nextInt(LONGEST_STOP_MS), TimeUnit.MILLISECONDS);
                member.signal("CONT");
                stops++;
            } else if (relays.get(random.nextInt(relays.size())).resetOne(random)) {
                resets++;
            }
        }
    }

    private List<String> wrong() {
        return members.stream().flatMap(member -> member.all("WRONG").stream()).toList();
    }

    private void finish() throws IOException {
        sendAll("end");
        awaitAll("SETTLED");
        sendAll("report");
        awaitAll("REPORTED");
        sendAll("close");
        awaitAll("CLOSED");
    }

    private void sendAll(String line) throws IOException {
        for (PeerProcess member : members) {
            member.send(line);
        }
    }

    private void awaitAll(String key) {
        Polling.until(
                "all processes print " + key,
                PATIENCE,
                () -> members.stream().allMatch(member -> !member.all(key).isEmpty())
                        || members.stream()
                                .anyMatch(member -> !member.all("FAILED").isEmpty()));
        if (members.stream().anyMatch(member -> member.all(key).isEmpty())) {
            throw new AssertionError("not all processes printed " + key);
        }
    }

    /** Collects the findings of the members, and compares what was sent and received. */
    private void collect() {
        wrong.addAll(wrong());
        Map<String, String> expected = new TreeMap<>();
        Map<String, Integer> complete = new TreeMap<>();
        for (String sent : all("SENT")) {
            System.err.println("sent " + sent);
            String[] parts = sent.split(" ");
            expected.put(parts[0], parts[2]);
        }
        for (String got : all("GOT")) {
            String[] parts = got.split(" ");
            if (parts[2].equals(expected.get(parts[0]))) {
                complete.merge(parts[0], 1, Integer::sum);
            } else {
                wrong.add(parts[1] + " got " + parts[2] + " messages of " + parts[0] + ", sent "
                        + expected.get(parts[0]));
            }
        }
        expected.forEach((publisher, sent) -> {
            if (complete.getOrDefault(publisher, 0) != SoakPlan.subscribers()) {
                wrong.add(publisher + " sent " + sent + ", complete at " + complete.get(publisher) + " subscriptions");
            }
        });
    }

    private List<String> all(String key) {
        return members.stream().flatMap(member -> member.all(key).stream()).toList();
    }

    private String figures(Duration time) {
        return String.format(
                "seed %d, %d s: %d publishers sent %d messages, each to %d steady subscriptions; %d subscriptions came and"
                        + " went, %d calls; %d connections reset, %d processes stopped, transports removed and longest"
                        + " wait of a publisher in ms of each process: %s",
                plan.seed(),
                time.toSeconds(),
                all("SENT").size(),
                sum("SENT", 2),
                SoakPlan.subscribers(),
                sum("CHURN", 0),
                sum("CALLS", 0),
                resets,
                stops,
                all("FIGURES"));
    }

    private long sum(String key, int column) {
        return all(key).stream()
                .mapToLong(line -> Long.parseLong(line.split(" ")[column]))
                .sum();
    }
}
