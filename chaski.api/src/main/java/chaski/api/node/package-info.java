/**
 * Nodes, their peers, their configuration and their events.
 *
 * <p>A program begins with {@link Chaski}, which collects a {@link NodeConfig} and starts a {@link Node}. The node provides its
 * {@link Peer}s and the directory of the network, and reports {@link NodeEvent}s. Services on top of it, such as the streamer, are
 * created by {@link NodeServiceProvider}s; they send and receive through {@code chaski.api.protocol}.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not allowed
 * causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.api.node;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
