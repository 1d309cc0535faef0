/**
 * Nodes, their peers, their configuration and what happens to them.
 *
 * <p>A program begins with {@link Chaski}, which collects a {@link NodeConfig} and starts a {@link Node}. The node knows its
 * {@link Peer}s and the directory of the network, and reports {@link NodeEvent}s. What stands on top of it, such as the streamer, is
 * made by {@link NodeServiceProvider}s; how they send and receive is the matter of {@code chaski.api.protocol}.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed is answered by {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.api.node;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
