package chaski.itest.soak;

import chaski.itest.scenario.Polling;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * One of the processes. It prints {@code READY} when its nodes run; on {@code pair} it waits for the permanent
 * subscriptions, and prints {@code PAIRED}; on {@code begin} its nodes publish and call; on {@code end} they stop, and
 * it prints {@code SETTLED} when every message has its outcome and has been taken; on {@code report} it prints what was
 * sent and received; on {@code close} it closes them and prints {@code CLOSED}. Every violation of the guarantees is a
 * line {@code WRONG}.
 */
public final class SoakMember {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SoakMember() {}

    /**
     * Runs the nodes of one process.
     *
     * @param args the plan and the number of this process
     * @throws IOException if standard input cannot be read
     */
    public static void main(String[] args) throws IOException {
        SoakPlan plan = SoakPlan.parse(args[0]);
        int member = Integer.parseInt(args[1]);
        ProcessFootprint before = ProcessFootprint.afterWarmUp();
        List<SoakNode> nodes = SoakPlan.nodesOf(member).stream()
                .map(node -> SoakNode.start(plan, node))
                .toList();
        StuckPublishers stuck = StuckPublishers.watch(nodes);
        TransportSwitch transports = new TransportSwitch(nodes, new Random(plan.seed() + member));
        print("READY");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                switch (line) {
                    case "pair" -> {
                        nodes.forEach(SoakNode::awaitSubscribers);
                        print("PAIRED");
                    }
                    case "begin" -> {
                        nodes.forEach(SoakNode::begin);
                        transports.start();
                    }
                    case "end" -> {
                        transports.stop();
                        nodes.forEach(SoakNode::stop);
                        nodes.forEach(node -> node.awaitIdle(PATIENCE));
                        print("FIGURES " + transports.removals() + " "
                                + stuck.longest().toMillis());
                        print("SETTLED");
                    }
                    case "report" -> {
                        nodes.forEach(SoakNode::report);
                        print("REPORTED");
                    }
                    case "close" -> {
                        stuck.close();
                        nodes.forEach(SoakNode::close);
                        Polling.until("all threads and descriptors are released", PATIENCE, () -> before.excess()
                                .isEmpty());
                        print("CLOSED");
                    }
                    default -> throw new IllegalArgumentException(line);
                }
            } catch (AssertionError | RuntimeException e) {
                wrong(e + " " + before.excess());
                stuck.dump();
                print("FAILED");
            }
        }
        Runtime.getRuntime().halt(0);
    }

    /** Reports a violation of the guarantees. */
    static void wrong(String what) {
        print("WRONG " + what.replace('\n', ' '));
    }

    /** Prints a whole line, without interference of other threads. */
    static synchronized void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
