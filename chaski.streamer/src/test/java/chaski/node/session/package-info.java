/** What tests of other modules need to see of the engine's sessions. */
@NullMarked
package chaski.node.session;

import org.jspecify.annotations.NullMarked;
