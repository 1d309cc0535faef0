/** Tests of the package, and a clock that runs steps in between. */
@NullMarked
package chaski.streamer.waiting;

import org.jspecify.annotations.NullMarked;
