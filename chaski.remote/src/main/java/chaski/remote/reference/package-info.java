/**
 * References that nodes exchange: {@link chaski.remote.reference.PeerReferences} with a peer,
 * {@link chaski.remote.reference.LocalReferences} within this node.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.reference;

import org.jspecify.annotations.NullMarked;
