/** Tests of the waiting, and a clock that interposes steps. */
@NullMarked
package chaski.streamer.waiting;

import org.jspecify.annotations.NullMarked;
