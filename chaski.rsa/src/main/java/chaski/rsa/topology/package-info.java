/**
 * A topology manager: {@link chaski.rsa.topology.PromiscuousTopology} exports every service that is marked for it through every admin
 * ({@link chaski.rsa.topology.ServiceExports}), and imports the endpoints of other frameworks
 * ({@link chaski.rsa.topology.EndpointImports}), all of them or those that a bundle is looking for
 * ({@link chaski.rsa.topology.WantedServices}). It uses the interfaces of the specification only, and so works with the admins and the
 * discovery of others, as theirs do with those of this bundle.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.rsa.topology;

import org.jspecify.annotations.NullMarked;
