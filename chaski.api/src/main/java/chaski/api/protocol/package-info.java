/**
 * What protocols build on; programs need none of it.
 *
 * <p>A protocol, such as the streamer, opens a {@link Channel} on a {@link ProtocolNode}: it makes {@link Declaration}s, which peers
 * see, and sends over {@link Route}s to the peers whose declarations match. What arrives reaches its {@link ChannelHandler} as
 * {@link Inbound} messages. Time, threads and chance come from the {@link Environment}, so that tests can bring their own.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not allowed is
 * answered by {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.api.protocol;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
