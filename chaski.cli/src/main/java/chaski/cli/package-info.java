/**
 * The {@code chaski} command: {@link Main} and its sub-commands.
 *
 * <p>Exit status 0 is success, 1 a failure told by one line on standard error, 2 wrong usage.
 */
@NullMarked
package chaski.cli;

import org.jspecify.annotations.NullMarked;
