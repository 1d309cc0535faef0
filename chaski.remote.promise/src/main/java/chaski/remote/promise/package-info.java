/**
 * OSGi's {@code Promise} as the result of methods that are called from elsewhere.
 *
 * <p>{@link chaski.remote.promise.PromiseAdapter} is all there is: the remote finds it as a service, and asks it whenever a method
 * returns a {@code Promise}, on the side that calls and on the side that is called.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.promise;

import org.jspecify.annotations.NullMarked;
