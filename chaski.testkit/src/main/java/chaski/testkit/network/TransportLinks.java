package chaski.testkit.network;

import chaski.testkit.simulation.SimulatedProcess;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The process of one transport, and its sides of links that are not over. */
final class TransportLinks {

    private final SimulatedProcess process;
    private final boolean datagrams;
    private final Set<LinkEnd> ends = new LinkedHashSet<>();

    /**
     * No links yet.
     *
     * @param process the process that uses them
     * @param datagrams true if they carry datagrams
     */
    TransportLinks(SimulatedProcess process, boolean datagrams) {
        this.process = process;
        this.datagrams = datagrams;
    }

    SimulatedProcess process() {
        return process;
    }

    String host() {
        return process.name();
    }

    boolean carryDatagrams() {
        return datagrams;
    }

    void add(LinkEnd end) {
        ends.add(end);
    }

    void forget(LinkEnd end) {
        ends.remove(end);
    }

    void close() {
        List.copyOf(ends).forEach(LinkEnd::close);
    }

    /** The process was killed. */
    void die() {
        List.copyOf(ends).forEach(LinkEnd::die);
    }
}
