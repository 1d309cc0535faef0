/**
 * What travels on the remote's channel: {@link chaski.remote.wire.RemoteMessage} is the family of messages,
 * {@link chaski.remote.wire.RemoteMessageCodec} writes and reads them. {@link chaski.remote.wire.WireValue} is an argument or a result,
 * {@link chaski.remote.wire.RemoteFailure} what a method threw. {@code docs/protocol/remote.md} is normative.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.wire;

import org.jspecify.annotations.NullMarked;
