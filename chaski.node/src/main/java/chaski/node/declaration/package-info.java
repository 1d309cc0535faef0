/**
 * What this node declared to its peers, and the credit that goes with it.
 *
 * <p>{@link chaski.node.declaration.Declarations} is versioned state: each change raises the version, and each
 * {@link chaski.node.declaration.DeclarationPeer} (a session) is brought up to date from the version it has applied. A
 * declaration with a window has a {@link chaski.node.declaration.CreditPool}: what it grants to all peers together, what waits in
 * its queue and what local publishers reserved stays within the window, and one message larger than a share beside it. What one peer
 * has is an {@link chaski.node.declaration.InboundCredit}.
 */
@NullMarked
package chaski.node.declaration;

import org.jspecify.annotations.NullMarked;
