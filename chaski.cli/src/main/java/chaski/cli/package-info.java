/**
 * The {@code chaski} command.
 *
 * <p>{@link Main} sets up the process: standard error receives only events and errors, and a signal ends the command
 * gracefully with its own exit status. {@code ChaskiCommand} has the sub-commands, one class each; options of several
 * of them are mixins ({@code NodeOptions}, {@code JoinOptions}, {@code OutputOptions}). A command uses only its {@code
 * Terminal}, so that tests can run it in their own process.
 *
 * <p>{@code node}, {@code pub} and {@code sub} run a {@code CommandNode}, which prints events with the {@code
 * EventPrinter}; {@code ping} and {@code nodes} use an {@code ObserverNode}. Lines are read with {@code
 * BoundedLineReader} and written with {@code LineWriter}, both without unnecessary copies: a pipe is as fast as the
 * stream itself.
 *
 * <p>Exit status 0 is success, 1 a failure, reported in one line on standard error, 2 wrong usage.
 */
@NullMarked
package chaski.cli;

import org.jspecify.annotations.NullMarked;
