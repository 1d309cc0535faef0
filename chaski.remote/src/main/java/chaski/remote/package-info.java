/**
 * The remote: calls, attributes and attached functions over a node's channel.
 *
 * <p>{@link chaski.remote.RemoteProvider} is found by the node and makes its {@link chaski.remote.DefaultRemote}, which opens channel 3 and
 * puts the parts together: {@link chaski.remote.call} is the side that calls, {@link chaski.remote.export} the side that is called,
 * {@link chaski.remote.channel} the way between them. {@link chaski.remote.member} knows what of a type may be used,
 * {@link chaski.remote.value} how values travel, {@link chaski.remote.reference} what is given by reference, {@link chaski.remote.wire}
 * what the bytes are.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote;

import org.jspecify.annotations.NullMarked;
