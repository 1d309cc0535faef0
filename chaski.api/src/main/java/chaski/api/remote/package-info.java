/**
 * Call methods, read and write attributes and attach functions, on objects of other nodes.
 *
 * <p>Read {@link Remote} first: it describes how a call ends. {@link Registration} withdraws an export; {@link
 * RemoteObject} works without an interface; {@link RemoteFunction} calls an attached function on one node or on all.
 * {@link CallOptions} configures calls, {@link ExportOptions} exports, and {@link RemoteLimits} the limits of a node.
 * The exceptions extend {@link CallException}. {@link AsyncResultAdapter} is for types of other libraries.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed causes a {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.api.remote;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
