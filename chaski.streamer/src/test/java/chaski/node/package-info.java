/** Access to the engine for tests of the streamer. */
@NullMarked
package chaski.node;

import org.jspecify.annotations.NullMarked;
