package chaski.streamer.publish;

import chaski.streamer.subscribe.CreditRefund;
import chaski.streamer.subscribe.Mailbox;

/**
 * One of this node's own subscriptions.
 *
 * @param mailbox where messages go
 * @param refund gives room back that was reserved
 */
record LocalReceiver(Mailbox mailbox, CreditRefund refund) {

    static final LocalReceiver[] NOBODY = {};
}
