/** Access to the sending side for tests. */
@NullMarked
package chaski.streamer.publish;

import org.jspecify.annotations.NullMarked;
