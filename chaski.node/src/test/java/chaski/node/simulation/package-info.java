/**
 * Whole worlds of nodes in virtual time, made and disturbed by a seed, whose recorded histories are compared with the
 * guarantees.
 *
 * <p>A {@link chaski.node.simulation.World} has {@link chaski.node.simulation.Seat}s, each taken by one {@link
 * chaski.node.simulation.Member} after another: a run of a node with its {@link chaski.node.simulation.Speaker}s and
 * {@link chaski.node.simulation.Subscriber}s, which exchange messages over their own channel as the streamer does.
 * {@link chaski.node.simulation.Troubles} cut links, partition networks, stop and kill nodes, and add and remove users.
 * Then the faults end, and everything must settle. The {@link chaski.testkit.history.HistoryRecorder} keeps the
 * history. {@link chaski.node.simulation.Seed} runs seeds from the command line.
 */
package chaski.node.simulation;
