/**
 * Records what happened to messages, and checks it against the guarantees.
 *
 * <p>A test writes down {@link chaski.testkit.history.HistoryEvent}s as they happen: what a publisher's node accepted
 * and for which subscriptions, what was handed to which subscription, what was reported to the publisher, which
 * sessions and subscriptions ended. {@link chaski.testkit.history.History} collects them, from many threads if need be;
 * they may as well be read from the transcripts of several programs. The {@link chaski.testkit.history.HistoryChecker}
 * compares the list with the promise of the reliable service and returns a
 * {@link chaski.testkit.history.HistoryVerdict} with every {@link chaski.testkit.history.HistoryViolation}:
 *
 * <ul>
 *   <li>what was acknowledged was delivered, or belonged to a subscription that had been closed, and then was counted;
 *   <li>what was sent has exactly one outcome: acknowledged, unsubscribed or reported lost;
 *   <li>of each session and publisher a subscription got a prefix of what was sent to it, in order, without gaps and
 *       without repetition;
 *   <li>nothing is reported lost while its session lives.
 * </ul>
 *
 * <p>The checker knows nothing of how it works inside; it would as well check another messaging system.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed is answered by {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.testkit.history;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
