/**
 * Whole nodes with their streamers in virtual time and on one thread, driven by a seed, whose recorded histories are
 * compared with the guarantees.
 *
 * <p>A {@link chaski.streamer.simulation.StreamerWorld} has {@link chaski.streamer.simulation.NodeSite}s; each run of a
 * node on one of them is a {@link chaski.streamer.simulation.WorldNode} with {@link
 * chaski.streamer.simulation.WorldPublisher}s and {@link chaski.streamer.simulation.WorldSubscription}s, which use the
 * public API only. {@link chaski.streamer.simulation.WorldEvents} draws the actions of users and the faults. Healthy
 * periods and periods with faults alternate; in healthy ones every message must arrive and every wait must end within a
 * bound. {@link chaski.streamer.simulation.StreamerProbe} and {@link chaski.node.session.EngineProbe} look for leaks at
 * the end.
 *
 * <p>The {@link chaski.streamer.simulation.ChannelRecorder} records, between the streamer and the engine, what the API
 * does not show: the receivers of each message, and when it was added to their queues.
 */
@NullMarked
package chaski.streamer.simulation;

import org.jspecify.annotations.NullMarked;
