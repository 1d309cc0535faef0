/** What tests of the streamer need of the engine. */
@NullMarked
package chaski.node;

import org.jspecify.annotations.NullMarked;
