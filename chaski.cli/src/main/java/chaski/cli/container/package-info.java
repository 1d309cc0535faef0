/**
 * An OSGi framework inside the command: {@code chaski container} runs one, and the nodes of {@code chaski demo} run in
 * one.
 *
 * <p>{@link chaski.cli.container.Distribution} lists the shipped bundles, {@link chaski.cli.container.Container} starts
 * a framework with them. The interface {@code chaski.api} is not one of the bundles: the framework itself exports it,
 * from the class path of the command, so that the command can use the nodes of the framework as a bundle would. {@code
 * ContainerLog} passes the errors that bundles log to the command.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.cli.container;

import org.jspecify.annotations.NullMarked;
