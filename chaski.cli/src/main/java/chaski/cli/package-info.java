/**
 * The {@code chaski} command.
 *
 * <p>{@link Main} sets the process up: nothing but events and errors on standard error, and a signal that ends the
 * command gracefully with its own exit status. {@code ChaskiCommand} knows the sub-commands, one class each; what
 * several of them take from the command line are mixins ({@code NodeOptions}, {@code JoinOptions},
 * {@code OutputOptions}). A command talks to its {@code Terminal} only, so that tests run it in their own process.
 *
 * <p>{@code node}, {@code pub} and {@code sub} run a {@code CommandNode}, which prints events with the
 * {@code EventPrinter}; {@code ping} and {@code nodes} use an {@code ObserverNode}. Lines are read with
 * {@code BoundedLineReader} and written with {@code LineWriter}, both without unnecessary copies: a pipe is as fast as
 * the stream behind it.
 *
 * <p>Exit status 0 is success, 1 a failure, reported in one line on standard error, 2 wrong usage.
 */
@NullMarked
package chaski.cli;

import org.jspecify.annotations.NullMarked;
