/**
 * The declarations of this node to its peers, and the credit that belongs to them.
 *
 * <p>{@link chaski.node.declaration.Declarations} is versioned state: each change raises the version, and each {@link
 * chaski.node.declaration.DeclarationPeer} (a session) is brought up to date from the version it has applied. A
 * declaration with a window has a {@link chaski.node.declaration.CreditPool}: grants to all peers, the contents of its
 * queue and the reservations of local publishers together stay within the window, with one message larger than a share
 * beside it. The credit of one peer is an {@link chaski.node.declaration.InboundCredit}.
 */
@NullMarked
package chaski.node.declaration;

import org.jspecify.annotations.NullMarked;
