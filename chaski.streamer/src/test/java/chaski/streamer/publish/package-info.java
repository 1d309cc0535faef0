/** What tests need to see of the sending side. */
@NullMarked
package chaski.streamer.publish;

import org.jspecify.annotations.NullMarked;
