/** Access to the engine's sessions for tests of other modules. */
@NullMarked
package chaski.node.session;

import org.jspecify.annotations.NullMarked;
