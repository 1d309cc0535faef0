/**
 * A node without a network: a test answers the streamer's calls of the engine. Windows are counted as the engine counts
 * them; the test performs the actions of peers.
 */
@NullMarked
package chaski.streamer.fake;

import org.jspecify.annotations.NullMarked;
