/**
 * Commands of the scope {@code chaski} for Gogo, the shell of Felix, of Equinox and of Karaf.
 *
 * <p>A command is a public method of a component. {@link chaski.shell.NetworkCommands} shows what the nodes of this framework know of
 * the network, {@link chaski.shell.DiagnosisCommands} shows their counters and events and measures round trips, {@link
 * chaski.shell.MessageCommands} publishes and subscribes, and {@link chaski.shell.CallCommands} uses the objects of other nodes.
 * {@link chaski.shell.LocalNodes} selects the node that a command is for, {@link chaski.shell.CommandCall} checks arguments and prints
 * the help, and {@link chaski.shell.TextTable} prints tables.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.shell;

import org.jspecify.annotations.NullMarked;
