/**
 * Ways to other nodes: a {@link chaski.remote.channel.RpcChannel} is as old as a session, carries messages in order, and tells of each
 * {@link chaski.remote.channel.SendHandle} whether it may have arrived. {@link chaski.remote.channel.PeerRpcChannel} leads to a peer,
 * {@link chaski.remote.channel.LocalRpcChannel} to this node itself.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.channel;

import org.jspecify.annotations.NullMarked;
