/**
 * Ways to other nodes: a {@link chaski.remote.line.Line} is as old as a session, carries messages in order, and tells of each
 * {@link chaski.remote.line.Sending} whether it may have arrived. {@link chaski.remote.line.PeerLine} leads to a peer,
 * {@link chaski.remote.line.LocalLine} to this node itself.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.line;

import org.jspecify.annotations.NullMarked;
