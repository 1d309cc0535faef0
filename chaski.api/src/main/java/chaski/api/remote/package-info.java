/**
 * Call methods, read and write attributes and attach functions, on objects of other nodes.
 *
 * <p>Read {@link Remote} first: it tells how a call ends. {@link Registration} withdraws what was exported; {@link RemoteObject} works
 * without an interface, {@link RemoteFunction} calls what others attached, on one node or on all. How calls are made is said by
 * {@link CallOptions}, what an export offers by {@link ExportOptions}. The exceptions are children of
 * {@link CallException}. {@link AsyncResultAdapter} is for types of other libraries.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}; passing {@code null} where it is not
 * allowed is answered by {@link NullPointerException}.
 */
@Export
@Version("0.1.0")
@NullMarked
package chaski.api.remote;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
