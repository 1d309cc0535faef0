/**
 * The story that {@code chaski demo} tells: nodes find each other, pair and stream while their links are being killed.
 *
 * <p>{@link Demo} runs it and tells a {@link Story}, which the command prints. Each node is reached through a {@code Relay}, a
 * small TCP forwarder that resets connections in the middle of whatever they carry, as a failing network does; the nodes know
 * nothing of it. A {@code Tally} for each subscriber counts what arrived, and from nothing else the {@link Outcome} is computed.
 */
@NullMarked
package chaski.cli.demo;

import org.jspecify.annotations.NullMarked;
