/**
 * A scripted peer that uses the wire protocol and may break each of its rules, to test the reaction of a node.
 *
 * <p>A {@link chaski.testkit.hostile.HostilePeer} dials a node over any transport, in memory in virtual time or over
 * TCP, and sends what a test scripts: {@link chaski.testkit.hostile.HostileFrames} and records ({@link
 * chaski.testkit.hostile.HostileRecords}, {@link chaski.testkit.hostile.HostileMembership}, {@link
 * chaski.testkit.hostile.HostileStreamerRecords}) as the protocol document describes them, with any values, or any
 * bytes at all ({@link chaski.testkit.hostile.WireBytes}). A {@link chaski.testkit.hostile.HostileListener} accepts
 * links, and counts what arrives. Both send the few replies without which a node would close the link, the {@link
 * chaski.testkit.hostile.AutomaticReply automatic replies}, until the test ends them.
 *
 * <p>It is written from the protocol document and shares no code with the engine, so it shares a misinterpretation of
 * the engine only by coincidence.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.testkit.hostile;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
