/**
 * Whole nodes with their streamers on virtual time and in one thread, driven by a seed, whose recorded histories are compared with the
 * promise.
 *
 * <p>A {@link chaski.streamer.simulation.StreamerWorld} has {@link chaski.streamer.simulation.NodeSite}s; each run of a node on one of them
 * is a {@link chaski.streamer.simulation.WorldNode} with {@link chaski.streamer.simulation.WorldPublisher}s and
 * {@link chaski.streamer.simulation.WorldSubscription}s, which use the public API only. {@link chaski.streamer.simulation.WorldEvents}
 * draws what users do and which faults occur. Healthy periods and periods with faults take turns; in healthy ones every message must
 * arrive and every wait must end within a bound. {@link chaski.streamer.simulation.StreamerProbe} and
 * {@link chaski.node.session.EngineProbe} look for leaks at the end.
 *
 * <p>What the checker must know and the API does not show, which subscriptions a message was meant for and when it was put into their
 * queues, is recorded between the streamer and the engine by the {@link chaski.streamer.simulation.ChannelRecorder}.
 */
@NullMarked
package chaski.streamer.simulation;

import org.jspecify.annotations.NullMarked;
