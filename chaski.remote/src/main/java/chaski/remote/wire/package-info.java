/**
 * The messages on the remote's channel: {@link chaski.remote.wire.RemoteMessage} and its subtypes, encoded and decoded by
 * {@link chaski.remote.wire.RemoteMessageCodec}. A {@link chaski.remote.wire.WireValue} is an encoded argument or result, a
 * {@link chaski.remote.wire.RemoteFailure} an encoded exception. {@code docs/protocol/remote.md} is normative.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.wire;

import org.jspecify.annotations.NullMarked;
