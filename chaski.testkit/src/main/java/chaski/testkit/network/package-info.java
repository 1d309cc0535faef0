/**
 * The network of a {@link chaski.testkit.simulation.Simulation}: bytes in memory instead of on a wire, and every fault
 * of a wire.
 *
 * <p>A {@link chaski.testkit.network.SimulatedNetwork} connects the processes of one world; each is a host with the
 * name of the process. {@code network.transport("a")} is the {@link chaski.testkit.network.InMemoryTransport} of host
 * {@code a}, with endpoints such as {@code mem://a:7601}; links of {@code network.datagramTransport("a", "dgm")} also
 * carry datagrams. The properties of a line (delay, rate, room in the kernel, sizes of reads) are its {@link
 * chaski.testkit.network.LinkProfile}; a {@link chaski.testkit.network.ConnectPolicy} decides whether a connect
 * succeeds, hangs or results in a link that is soon lost; hosts can be partitioned, both ways or one way, and each
 * {@link chaski.testkit.network.SimulatedLink} can be cut or silenced.
 *
 * <p>The network behaves like TCP between kernels, including its pitfalls: a silent line loses nothing, and what was
 * sent arrives after the line is up again; a paused process keeps its connections; a process that dies with unread
 * bytes resets its peer, and a reset drops what the peer had not read.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.testkit.network;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
