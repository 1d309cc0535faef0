/**
 * The configuration of a node inside OSGi: the keys of the factory PID {@code chaski.node}.
 *
 * <p>{@link chaski.node.configuration.ConfigKeys} declares each key once, as a {@link
 * chaski.node.configuration.ConfigKey} with its type, range, accessor and copy method, in a {@link
 * chaski.node.configuration.ConfigSection}; the default is that of the interface. {@link
 * chaski.node.configuration.NodeProperties} reads the properties that Configuration Admin delivers into a {@link
 * chaski.api.node.NodeConfig}, and an error names the nearest valid key or value. {@link
 * chaski.node.configuration.ConfigChange} determines which keys of a new configuration take effect while the node runs.
 * The annotations of {@link chaski.node.osgi.NodeMetatype} and the table in {@code docs/OSGI.md} cannot be derived at
 * run time; tests compare them with the declaration.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.node.configuration;

import org.jspecify.annotations.NullMarked;
