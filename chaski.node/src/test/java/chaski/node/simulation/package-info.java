/**
 * Whole worlds of nodes on virtual time, made and troubled by a seed, whose recorded histories are compared with the promise.
 *
 * <p>A {@link chaski.node.simulation.World} has {@link chaski.node.simulation.Seat}s, each taken by one
 * {@link chaski.node.simulation.Member} after another: a run of a node with its {@link chaski.node.simulation.Speaker}s and
 * {@link chaski.node.simulation.Subscriber}s, which talk over a channel of their own as the streamer does.
 * {@link chaski.node.simulation.Troubles} cut links, part networks, stop and kill nodes and let users come and go. Then there is
 * peace, and everything must settle. The {@link chaski.testkit.history.HistoryRecorder} keeps the history. For a person,
 * {@link chaski.node.simulation.Seed} runs seeds from the command line.
 */
package chaski.node.simulation;
