/**
 * What an endpoint is, without any connection: {@link chaski.rsa.endpoint.ServiceProperties} are those of a service and of the caller
 * that exports it, {@link chaski.rsa.endpoint.ExportedInterfaces} and {@link chaski.rsa.endpoint.Intents} read what they ask for, and
 * {@link chaski.rsa.endpoint.EndpointProperties} makes the endpoint's description of them.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.rsa.endpoint;

import org.jspecify.annotations.NullMarked;
