/**
 * The boundary between sessions and links.
 *
 * <p>{@link chaski.node.frame.SessionLink} is a link as a session sees it; a {@link chaski.node.frame.FrameBatch} collects the
 * bytes of one write on it.
 */
@NullMarked
package chaski.node.frame;

import org.jspecify.annotations.NullMarked;
