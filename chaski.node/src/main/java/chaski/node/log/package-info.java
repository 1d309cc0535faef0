/**
 * The memory of a session's sending direction: a log of bytes addressed by 64-bit positions.
 *
 * <p>{@link chaski.node.log.SendLog} takes records at its end, lets links read what lies between <em>sent</em> and
 * <em>end</em>, and returns memory once the peer has acknowledged it <em>and</em> no link holds it any more. Its memory is a chain
 * of {@link chaski.node.log.Segment}s of equal size from a {@link chaski.node.log.SegmentPool} that all sessions of a node
 * share. Each log has its {@link chaski.node.log.SegmentChain}; a {@link chaski.node.log.LogReader} is one link's position in the log.
 */
@NullMarked
package chaski.node.log;

import org.jspecify.annotations.NullMarked;
