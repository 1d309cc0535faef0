/**
 * The methods and attributes of interfaces and classes that can be used remotely: {@link chaski.remote.member.Members}
 * finds its methods, each an {@link chaski.remote.member.RemoteMethod}, and its {@link
 * chaski.remote.member.ObjectAttribute}s. Exports and proxies use the same.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.member;

import org.jspecify.annotations.NullMarked;
