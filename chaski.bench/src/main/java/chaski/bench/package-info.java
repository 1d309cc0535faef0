/**
 * Benchmarks of throughput and latency. Speed is measured here and asserted in no test.
 *
 * <p>{@link chaski.bench.BenchMain} reads the {@code Options} with {@code BenchArguments} and passes them to a {@code
 * Benchmark}, which runs the {@code Contender}s in turn. Each run is a {@code Trial}: two fresh {@code ChildProcess}es,
 * each with a {@code Role} (publishing and receiving, or pinging and echoing), which are controlled by lines over
 * standard input and output ({@code ChildControl}). A trial gives a {@code TrialSample}; all samples of a contender are
 * a {@code Series}, which is reported as a {@code Spread} in a {@code Table} or as {@code JsonLines}.
 *
 * <p>A contender is one way to move messages: {@code ChaskiContender} over Chaski's public interface,
 * {@code HandoffContender} over a plain socket with a writer thread, {@code NettyContender}. {@code ContenderFactory}
 * makes them by name. Every message is numbered, and a run in which one is missing counts as failed, however fast it was.
 */
@NullMarked
package chaski.bench;

import org.jspecify.annotations.NullMarked;
