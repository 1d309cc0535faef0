/**
 * The interfaces on which protocols are built; programs need none of them.
 *
 * <p>A protocol, such as the streamer, opens a {@link Channel} on a {@link ProtocolNode}: it makes {@link Declaration}s, which
 * peers see, and sends over {@link Route}s to the peers whose declarations match. Messages of peers reach its
 * {@link ChannelHandler} as {@link Inbound} messages. Time, threads and randomness come from the {@link Environment}, so that tests
 * can supply their own.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not allowed
 * causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.api.protocol;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
