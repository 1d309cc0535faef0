package chaski.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A separate network on this machine, with only a loopback interface. Needs root and {@code ip}. */
final class NetworkNamespace implements AutoCloseable {

    /** One way to block, if its program is installed: commands that begin it, and commands that end it. */
    private record FilterRules(List<String> begin, List<String> end) {

        static FilterRules iptables(String rule) {
            return new FilterRules(
                    List.of("iptables -A INPUT -p tcp " + rule), List.of("iptables -D INPUT -p tcp " + rule));
        }

        static FilterRules nft(String rule) {
            return new FilterRules(
                    List.of(
                            "nft add table inet filter",
                            "nft add chain inet filter input { type filter hook input priority 0 ; }",
                            "nft add rule inet filter input meta l4proto tcp " + rule),
                    List.of("nft delete table inet filter"));
        }
    }

    /** The fate of every TCP segment; the first way whose program is installed is used. */
    enum Block {
        /** Dropped silently. */
        DROP(
                FilterRules.iptables("-j DROP"),
                FilterRules.nft("drop"),
                new FilterRules(
                        List.of(
                                "ip rule add pref 100 lookup local",
                                "ip rule add pref 1 ipproto tcp blackhole",
                                "ip rule del pref 0"),
                        List.of("ip rule add pref 0 lookup local", "ip rule del pref 1", "ip rule del pref 100"))),
        /** Answered with a reset, as by a host on which no process listens; the resets themselves pass. */
        REJECT(
                FilterRules.iptables("! --tcp-flags RST RST -j REJECT --reject-with tcp-reset"),
                FilterRules.nft("tcp flags & rst == 0 reject with tcp reset"));

        private final List<FilterRules> ways;

        Block(FilterRules... ways) {
            this.ways = List.of(ways);
        }
    }

    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /** Creates one, or reports why it cannot. */
    static Made make() throws InterruptedException {
        String name = "chaski-" + ProcessHandle.current().pid();
        NetworkNamespace namespace = new NetworkNamespace(name);
        Optional<String> failure = run("ip", "netns", "add", name);
        if (failure.isEmpty()) {
            failure = run(namespace.line("ip link set lo up"));
        }
        return new Made(namespace, failure);
    }

    /** A namespace, or the reason why there is none. */
    record Made(NetworkNamespace namespace, Optional<String> failure) {}

    /** {@return a shell command that runs a program in this namespace} */
    String shell(String program) {
        return "exec ip netns exec " + name + " " + program;
    }

    /**
     * Blocks TCP from now on.
     *
     * @return the commands that unblock it
     * @throws UnavailableFirewallException if no program for that is installed or allowed
     */
    List<String> block(Block what) throws InterruptedException, UnavailableFirewallException {
        String failures = "";
        for (FilterRules rules : what.ways) {
            Optional<String> failure = runAll(rules.begin);
            if (failure.isEmpty()) {
                return rules.end;
            }
            failures += failure.get() + "; ";
        }
        throw new UnavailableFirewallException(failures);
    }

    /** Unblocks TCP by the commands that {@link #block} returned. */
    void unblock(List<String> commands) throws InterruptedException {
        runAll(commands).ifPresent(failure -> {
            throw new IllegalStateException(failure);
        });
    }

    /** Nothing here can block TCP. */
    static final class UnavailableFirewallException extends Exception {

        private static final long serialVersionUID = 1L;

        UnavailableFirewallException(String failures) {
            super(failures);
        }
    }

    private Optional<String> runAll(List<String> commands) throws InterruptedException {
        for (String command : commands) {
            Optional<String> failure = run(line(command));
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private String[] line(String command) {
        return ("ip netns exec " + name + " " + command).split(" ");
    }

    @Override
    public void close() {
        try {
            run("ip", "netns", "del", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a program; returns the error, if any. */
    private static Optional<String> run(String... line) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0
                    ? Optional.empty()
                    : Optional.of(Arrays.toString(line) + ": " + output.strip());
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
