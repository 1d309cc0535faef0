package chaski.node.declaration;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks peers to return credit that they do not use, and reports those that do not answer while others wait. Guarded by the pool; all
 * notifications are added to a list that the caller runs without the lock.
 */
final class CreditReclaimer {

    private final WindowAccount account;

    CreditReclaimer(WindowAccount account) {
        this.account = account;
    }

    /** Asks every peer but one. */
    void askAll(@Nullable Claimant except, List<Runnable> notified) {
        for (InboundCredit flow : account.flows()) {
            if (flow != except) {
                ask(flow, notified);
            }
        }
    }

    /** Asks the peers that hold the place beside the window. */
    void askThoseBeside(List<Runnable> notified) {
        for (InboundCredit flow : account.flows()) {
            if (flow.beside() > 0) {
                ask(flow, notified);
            }
        }
    }

    /** Asks one peer, unless it has nothing to return or was asked already. */
    void ask(InboundCredit flow, List<Runnable> notified) {
        if (flow.mayBeAsked()) {
            flow.askBack(account.kept().check());
            notified.add(() -> flow.peer.creditChanged(flow));
        }
    }

    /**
     * Reports the peers that have not answered for a second.
     *
     * @param blocking true for a peer whose credit others wait for
     */
    void reportUnanswered(Predicate<InboundCredit> blocking, List<Runnable> notified) {
        int check = account.kept().check();
        for (InboundCredit flow : account.flows()) {
            if (flow.owesAnswer(check) && blocking.test(flow)) {
                notified.add(() -> flow.peer.creditKept(flow));
            }
        }
    }
}
