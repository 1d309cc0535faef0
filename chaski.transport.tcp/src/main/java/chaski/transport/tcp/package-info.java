/**
 * The transport of the scheme {@code tcp}: each link is one TCP connection on a Netty channel.
 *
 * <p>A link is reliable and ordered while it lasts, and carries no datagrams.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.transport.tcp;

import org.jspecify.annotations.NullMarked;
