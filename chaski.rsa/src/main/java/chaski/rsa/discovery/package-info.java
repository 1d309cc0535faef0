/**
 * Discovery: endpoints of this framework are announced to the frameworks whose nodes this one is connected with, and theirs are reported
 * to the listeners of this one.
 *
 * <p>A topology manager reports endpoints of this framework to {@link chaski.rsa.discovery.LocalEndpoints}; a
 * {@link chaski.rsa.discovery.NodeDiscovery} for each node carries them, as exports that have properties and nothing to call. What the
 * nodes of others announce is put together in {@link chaski.rsa.discovery.DiscoveredEndpoints} and reported by an
 * {@link chaski.rsa.discovery.EndpointNotifier}. Discovery knows nothing of how endpoints are called: it carries those of every
 * distribution provider.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.rsa.discovery;

import org.jspecify.annotations.NullMarked;
