/** What this node proves to others, and what it demands of them. */
@NullMarked
package chaski.node.identity;

import org.jspecify.annotations.NullMarked;
