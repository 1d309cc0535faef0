/**
 * Nodes, their peers, and what protocols build on.
 *
 * <p>A program meets {@link Node}, its {@link NodeConfig}, its {@link Peer}s and {@link NodeEvent}s. A protocol (the
 * streamer is one) opens a {@link Channel}: it makes {@link Declaration}s, which peers see, and sends over
 * {@link Route}s to the peers whose declarations match; what arrives reaches its {@link ChannelHandler}. Time, threads
 * and chance come from the {@link Environment}, so that tests can bring their own.
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
