/**
 * A node without a network: what the streamer asks of the engine, answered by hand. Windows are counted as the engine counts them; what
 * peers do, a test does.
 */
@NullMarked
package chaski.streamer.fake;

import org.jspecify.annotations.NullMarked;
