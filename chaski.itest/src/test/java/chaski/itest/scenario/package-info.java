/**
 * Programs that use only the public API, over TCP on the loopback interface and on real threads, each of which shows
 * that one kind of wait ends. {@link chaski.itest.scenario.ScenarioRunner} runs them and prints a verdict for each;
 * {@link chaski.itest.scenario.Scenario} lists them; {@link chaski.itest.scenario.PeerProgram} is the other process of
 * those that kill one. They only need the built jars:
 *
 * <pre>{@code
 * java -cp 'target/jars/*:target/test-classes' chaski.itest.scenario.ScenarioRunner
 * }</pre>
 */
@NullMarked
package chaski.itest.scenario;

import org.jspecify.annotations.NullMarked;
