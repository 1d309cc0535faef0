/**
 * Small programs that show how Chaski is used, a page each. Read them in this order:
 *
 * <ol>
 *   <li>{@link HelloWorld}: two nodes, a publisher, a subscription.
 *   <li>{@link TypedReadings}: records, and a subscriber that is slower than its publisher.
 *   <li>{@link DiscoveryByTopic}: nodes that find each other because they share a topic.
 *   <li>{@link RemoteCalculator}: calls, attributes and a callback, on a {@link Calculator} of another node.
 *   <li>{@link WorkFarm}: a function that several nodes attach, and its calls spread over them.
 * </ol>
 *
 * <p>Tests run all of them and check their output.
 */
@NullMarked
package chaski.examples;

import org.jspecify.annotations.NullMarked;
