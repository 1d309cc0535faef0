/**
 * The scenario of {@code chaski demo}: nodes in an OSGi framework find each other, pair and stream while their links
 * are being killed and the bundle of their transport is stopped and started.
 *
 * <p>{@link Demo} runs it and reports to a {@link DemoReporter}, which the command prints. The nodes are those of a
 * {@code DemoFramework}; a {@code TransportRestarter} takes the transport away from all of them. Each is reached
 * through a {@code TcpRelay}, a small TCP forwarder that resets connections in the middle of a message, as a failing
 * network does; the nodes are not aware of it. A {@code SequenceRecorder} for each subscriber counts what arrived, and
 * the {@link DemoResult} is computed only from that.
 */
@NullMarked
package chaski.cli.demo;

import org.jspecify.annotations.NullMarked;
