/**
 * Small programs, each about one thing that Chaski does, to be read from top to bottom.
 */
@NullMarked
package chaski.examples;

import org.jspecify.annotations.NullMarked;
