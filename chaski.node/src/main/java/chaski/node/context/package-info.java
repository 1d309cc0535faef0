/**
 * What every part of the engine uses: time and threads, counters, events and their log.
 *
 * <p>{@link chaski.node.context.RealEnvironment} is where clocks are read and threads are made; everything else receives them.
 * {@link chaski.node.context.EventBus} counts, logs and delivers events; {@link chaski.node.context.LimitedLog} bounds what is logged.
 */
@NullMarked
package chaski.node.context;

import org.jspecify.annotations.NullMarked;
