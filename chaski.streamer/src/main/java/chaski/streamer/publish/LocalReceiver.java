package chaski.streamer.publish;

import chaski.streamer.subscribe.CreditRefund;
import chaski.streamer.subscribe.Mailbox;

/**
 * One of this node's own subscriptions.
 *
 * @param mailbox receives the messages
 * @param refund receives room that was reserved and is free again
 */
record LocalReceiver(Mailbox mailbox, CreditRefund refund) {

    static final LocalReceiver[] NOBODY = {};
}
