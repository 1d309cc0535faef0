/**
 * Tests of nodes of different releases, as processes that run the command: {@link chaski.itest.compatibility.MixedVersionsIT}. A
 * {@link chaski.itest.compatibility.Release} is today's distribution, today's distribution with other wire versions, or the frozen
 * jars of a release; {@code docs/COMPATIBILITY.md} describes what may be expected of each pair.
 */
@NullMarked
package chaski.itest.compatibility;

import org.jspecify.annotations.NullMarked;
