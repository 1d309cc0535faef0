/**
 * How a program outside OSGi finds the parts of a node. {@link chaski.api.installation.Installation} searches the class path, the
 * modules that a class loader sees, or a module layer. Not exported.
 */
@NullMarked
package chaski.api.installation;

import org.jspecify.annotations.NullMarked;
