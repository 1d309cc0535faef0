/**
 * An OSGi framework inside the command: what {@code chaski container} runs, and where {@code chaski demo} has its nodes.
 *
 * <p>{@link chaski.cli.container.Distribution} knows the bundles that are shipped, {@link chaski.cli.container.Container} starts a
 * framework with them. The interface {@code chaski.api} is not one of the bundles: the framework itself exports it, from the class path
 * of the command, so that the command can use the nodes of the framework as a bundle would. {@code ContainerLog} brings what
 * bundles log as errors to the command.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.cli.container;

import org.jspecify.annotations.NullMarked;
