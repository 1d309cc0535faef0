package chaski.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A network of its own on this machine, with nothing but a loopback interface. Needs root and {@code ip}. */
final class NetworkNamespace implements AutoCloseable {

    /** Ways to lose every TCP segment and nothing else; the first whose program is there is taken. */
    private static final List<List<String>> DROP_TCP = List.of(
            List.of("iptables -A INPUT -p tcp -j DROP"),
            List.of(
                    "nft add table inet filter",
                    "nft add chain inet filter input { type filter hook input priority 0 ; }",
                    "nft add rule inet filter input meta l4proto tcp drop"),
            List.of(
                    "ip rule add pref 100 lookup local",
                    "ip rule add pref 1 ipproto tcp blackhole",
                    "ip rule del pref 0"));

    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /** Makes one, or tells why it cannot. */
    static Made make() throws InterruptedException {
        String name = "chaski-" + ProcessHandle.current().pid();
        NetworkNamespace namespace = new NetworkNamespace(name);
        Optional<String> failure = tell("ip", "netns", "add", name);
        if (failure.isEmpty()) {
            failure = tell(namespace.line("ip link set lo up"));
        }
        return new Made(namespace, failure);
    }

    /** A namespace, or why there is none. */
    record Made(NetworkNamespace namespace, Optional<String> failure) {}

    /** {@return a line of shell that runs a program in here} */
    String shell(String program) {
        return "exec ip netns exec " + name + " " + program;
    }

    /** Loses every TCP segment from now on; tells why not if it cannot. */
    Optional<String> dropTcp() throws InterruptedException {
        String failures = "";
        for (List<String> way : DROP_TCP) {
            Optional<String> failure = all(way);
            if (failure.isEmpty()) {
                return failure;
            }
            failures += failure.get() + "; ";
        }
        return Optional.of(failures);
    }

    private Optional<String> all(List<String> commands) throws InterruptedException {
        for (String command : commands) {
            Optional<String> failure = tell(line(command));
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
            tell("ip", "netns", "del", name);
        } catch (InterruptedException e) {
            // Whoever interrupted wants to be gone.
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a program; returns what went wrong, if anything did. */
    private static Optional<String> tell(String... line) throws InterruptedException {
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
