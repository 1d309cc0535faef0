package chaski.node.declaration;

/**
 * How much credit of one window is kept, as counted last. Credit is kept if it was reclaimed {@link
 * InboundCredit#KEPT_AFTER_CHECKS} checks ago and is neither used nor returned. Guarded by the pool.
 */
final class KeptCreditTotals {

    private long inWindow;
    private long beside;
    private int checks;
    private boolean crowding;

    /** Half a second has passed. */
    void nextCheck() {
        checks++;
    }

    /** {@return the number of the latest check, for the age of a request} */
    int check() {
        return checks;
    }

    /**
     * Counts the kept credit of all peers again. Credit granted first is used first, so a peer that sends keeps nothing
     * in the end.
     */
    void count(Iterable<InboundCredit> flows) {
        inWindow = 0;
        beside = 0;
        for (InboundCredit flow : flows) {
            long both = flow.countKept(checks);
            flow.kept = both - flow.keptBeside();
            inWindow += flow.kept;
            beside += both - flow.kept;
        }
    }

    boolean isEmpty() {
        return inWindow == 0 && beside == 0;
    }

    /** {@return the kept credit in the window} */
    long inWindow() {
        return inWindow;
    }

    /** {@return the kept credit beside the window} */
    long beside() {
        return beside;
    }

    /** A message counts as large that would fit the window without kept credit. */
    void crowdsOut(boolean message) {
        crowding |= message;
    }

    /** {@return true if kept credit has crowded a message out of the window since the last check} */
    boolean isCrowding() {
        return crowding;
    }

    /** {@return {@link #isCrowding} of the time until now; resets it} */
    boolean takeCrowding() {
        boolean was = crowding;
        crowding = false;
        return was;
    }
}
