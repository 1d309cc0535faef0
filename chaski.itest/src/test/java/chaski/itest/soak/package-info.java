/**
 * Seven nodes in three processes that publish, subscribe and call for as long as one likes, while links are reset, processes are stopped,
 * transports are removed and subscriptions come and go. {@link chaski.itest.soak.SoakRunner} starts
 * three of {@link chaski.itest.soak.SoakMember}, does what a network and a scheduler may do, and checks what they report.
 */
@NullMarked
package chaski.itest.soak;

import org.jspecify.annotations.NullMarked;
