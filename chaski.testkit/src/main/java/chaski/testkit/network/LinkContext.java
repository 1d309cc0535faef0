package chaski.testkit.network;

import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * What the links of one network share. Confined to the simulation's thread.
 *
 * @param simulation the world of the network
 * @param paths what the lines between hosts are like
 * @param datagrams what happens to datagrams
 * @param buffers the buffers that handlers read
 * @param handlerFailed receives what handlers and acceptors throw
 */
record LinkContext(
        Simulation simulation,
        NetworkPaths paths,
        DatagramFaults datagrams,
        ReaderBuffers buffers,
        Consumer<Throwable> handlerFailed) {

    long nowNs() {
        return simulation.nowNs();
    }

    void after(long delayNs, Runnable task) {
        simulation.after(Duration.ofNanos(delayNs), task);
    }

    /** Bytes that are read are part of the digest of what happened. */
    void noteBytes(ByteBuffer bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes.duplicate());
        simulation.note("bytes", sum.getValue() << 32 | bytes.remaining());
    }
}
