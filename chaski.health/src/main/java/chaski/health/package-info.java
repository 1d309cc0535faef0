/**
 * The health of the nodes of a framework, for Felix Health Checks, and their state, for Felix' Inventory.
 *
 * <p>Each check is a component that looks at all nodes that {@link chaski.health.CheckedNodes} has: {@link
 * chaski.health.ListeningCheck}, {@link chaski.health.JoinedCheck}, {@link chaski.health.StallCheck} and {@link
 * chaski.health.CertificateCheck}. {@link chaski.health.NodesPrinter} prints what a report of a problem needs.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.health;

import org.jspecify.annotations.NullMarked;
