/** What tests of the remote need of the engine. */
@NullMarked
package chaski.node;

import org.jspecify.annotations.NullMarked;
