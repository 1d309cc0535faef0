/**
 * Seven nodes in three processes that publish, subscribe and call for a given time, while links are reset, processes
 * are stopped, transports are removed, and subscriptions are opened and closed. {@link chaski.itest.soak.SoakRunner}
 * starts three of {@link chaski.itest.soak.SoakMember}, causes faults of the network and the scheduler, and checks
 * their reports.
 */
@NullMarked
package chaski.itest.soak;

import org.jspecify.annotations.NullMarked;
