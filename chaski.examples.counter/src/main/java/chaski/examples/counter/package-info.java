/**
 * An example of a bundle that uses Chaski in an OSGi framework: {@link chaski.examples.counter.CounterComponent} has a
 * streamer injected to publish with, and is itself a service that receives.
 *
 * <p>The bundle does not start a node, name a transport or wait for either: it is deployed beside a node, before or
 * after it.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.examples.counter;

import org.jspecify.annotations.NullMarked;
