/**
 * OSGi's {@code Promise} as the result of remote methods.
 *
 * <p>{@link chaski.remote.promise.PromiseAdapter} is found by the remote as a service, and used whenever a method
 * returns a {@code Promise}, at the caller and at the exporter.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.promise;

import org.jspecify.annotations.NullMarked;
