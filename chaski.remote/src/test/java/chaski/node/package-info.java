/** Access to the engine for tests of the remote. */
@NullMarked
package chaski.node;

import org.jspecify.annotations.NullMarked;
