/**
 * Benchmarks of throughput and latency. Speed is measured here and asserted in no test.
 */
@NullMarked
package chaski.bench;

import org.jspecify.annotations.NullMarked;
