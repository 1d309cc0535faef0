/**
 * Dialling: which endpoints are dialled, and when.
 *
 * <p>{@link chaski.node.dial.Dialler} keeps a {@link chaski.node.dial.DialTarget} for every node or endpoint to reach and dials
 * with a {@link chaski.node.dial.Backoff}, within a {@link chaski.node.dial.DialThrottle}.
 * {@link chaski.node.dial.SessionMigration} moves a session to another transport, {@link chaski.node.dial.FailbackScheduler} back
 * to a preferred one, and {@link chaski.node.dial.AuxiliaryTargets} dials links for datagrams alone.
 */
@NullMarked
package chaski.node.dial;

import org.jspecify.annotations.NullMarked;
