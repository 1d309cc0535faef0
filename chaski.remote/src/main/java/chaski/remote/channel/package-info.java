/**
 * Channels to other nodes. A {@link chaski.remote.channel.RpcChannel} lives as long as a session and carries messages
 * in order; each {@link chaski.remote.channel.SendHandle} knows whether its message may have arrived. {@link
 * chaski.remote.channel.PeerRpcChannel} leads to a peer, {@link chaski.remote.channel.LocalRpcChannel} to this node
 * itself. {@link chaski.remote.channel.RefusalReporter} reports what is refused.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.channel;

import org.jspecify.annotations.NullMarked;
