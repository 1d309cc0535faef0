package chaski.streamer.publish;

import chaski.streamer.subscribe.Mailbox;
import chaski.streamer.subscribe.Refund;

/**
 * One of this node's own subscriptions.
 *
 * @param mailbox where messages go
 * @param refund gives room back that was reserved
 */
record LocalReceiver(Mailbox mailbox, Refund refund) {

    static final LocalReceiver[] NOBODY = {};
}
