package chaski.streamer;

import chaski.api.node.Credit;
import chaski.api.node.Declared;

/** The credit that a publisher of this node took of a subscription of this node. */
record LocalCredit(Declared declared) implements Credit {

    @Override
    public boolean received(long cost) {
        return true; // reserved before the message was made
    }

    @Override
    public void taken(long cost) {
        declared.release(cost);
    }
}
