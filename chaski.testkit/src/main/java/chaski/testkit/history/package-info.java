/**
 * Records what happened to messages, and checks it against the guarantees.
 *
 * <p>A test records {@link chaski.testkit.history.HistoryEvent}s as they happen: what a publisher's node accepted and
 * for which subscriptions, what was handed to which subscription, what was reported to the publisher, which sessions
 * and subscriptions ended. {@link chaski.testkit.history.History} collects them, from many threads if necessary; they
 * may also be read from the transcripts of several programs. The {@link chaski.testkit.history.HistoryChecker} compares
 * the list with the guarantees of the reliable service and returns a {@link chaski.testkit.history.HistoryVerdict} with
 * every {@link chaski.testkit.history.HistoryViolation}:
 *
 * <ul>
 *   <li>what was acknowledged was delivered, or belonged to a subscription that had been closed, and then was counted;
 *   <li>what was sent has exactly one outcome: acknowledged, unsubscribed or reported lost;
 * <li>from each session and publisher a subscription received a prefix of what was sent to it, in order, without gaps
 * and without repetition;
 *   <li>nothing is reported lost while its session lives.
 * </ul>
 *
 * <p>The checker does not depend on the implementation; it could also check another messaging system.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.testkit.history;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
