package chaski.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Three machines on one LAN: network namespaces whose Ethernet interfaces are ports of one bridge in a separate
 * namespace. Each machine has its own address on the LAN and, as hosts of containers do, an inner bridge with the same
 * address as on the others. Needs root and {@code ip}.
 */
final class ThreeMachines implements AutoCloseable {

    private final String prefix = "chaski-lan-" + ProcessHandle.current().pid();
    private final List<String> namespaces = new ArrayList<>();

    /** Builds it; returns the reason if it cannot. */
    Optional<String> build() throws InterruptedException {
        List<String> commands = new ArrayList<>();
        commands.add("netns add " + name(0));
        commands.add("-n " + name(0) + " link add lan type bridge");
        commands.add("-n " + name(0) + " link set lan up");
        for (int machine = 1; machine <= 3; machine++) {
            commands.addAll(machine(machine));
        }
        for (String command : commands) {
            Optional<String> failure = run(command);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private List<String> machine(int number) {
        String in = "-n " + name(number) + " ";
        return List.of(
                "netns add " + name(number),
                "-n " + name(0) + " link add port" + number + " type veth peer name eth0 netns " + name(number),
                "-n " + name(0) + " link set port" + number + " master lan up",
                in + "link set lo up",
                in + "addr add " + address(number) + "/24 dev eth0",
                in + "link set eth0 up",
                in + "link add containers type bridge",
                in + "addr add " + containers() + "/24 dev containers",
                in + "link set containers up");
    }

    /** {@return the address of a machine on the LAN} */
    static String address(int machine) {
        return "192.0.2." + machine;
    }

    /** {@return the address of each machine's inner bridge} */
    static String containers() {
        return "198.51.100.1";
    }

    /** {@return a shell command that runs a program on a machine} */
    String shell(int machine, String program) {
        return "exec ip netns exec " + name(machine) + " " + program;
    }

    /** Gives a machine one more address on the LAN. */
    Optional<String> addAddress(int machine, String address) throws InterruptedException {
        return run("-n " + name(machine) + " addr add " + address + "/24 dev eth0");
    }

    /**
     * Drops every packet of a protocol that arrives at a machine, silently, until {@link #pass}. Needs {@code nft}.
     *
     * @return the reason if it cannot
     */
    Optional<String> drop(int machine, String protocol) throws InterruptedException {
        for (String command : List.of(
                "add table inet " + table(protocol),
                "add chain inet " + table(protocol) + " input { type filter hook input priority 0 ; }",
                "add rule inet " + table(protocol) + " input meta l4proto " + protocol + " drop")) {
            Optional<String> failure = run("netns exec " + name(machine) + " nft " + command);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    /** Ends {@link #drop}. */
    Optional<String> pass(int machine, String protocol) throws InterruptedException {
        return run("netns exec " + name(machine) + " nft delete table inet " + table(protocol));
    }

    /** The name of a protocol alone is a keyword of nft. */
    private static String table(String protocol) {
        return "drop_" + protocol;
    }

    private String name(int machine) {
        return prefix + "-" + machine;
    }

    /** Runs {@code ip}; returns the error, if any. */
    private Optional<String> run(String arguments) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of("ip"));
        line.addAll(Arrays.asList(arguments.split(" ")));
        if (arguments.startsWith("netns add ")) {
            namespaces.add(line.get(line.size() - 1));
        }
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(line + ": " + output.strip());
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Deleting a namespace deletes its interfaces. */
    @Override
    public void close() {
        try {
            for (String namespace : namespaces) {
                run("netns del " + namespace);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
