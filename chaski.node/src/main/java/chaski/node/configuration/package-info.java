/**
 * What a node is configured with inside OSGi: the keys of the factory PID {@code chaski.node}.
 *
 * <p>{@code NodeSettings}, in the package above, describes the keys to people and tools, as Metatype. {@code Keys} lists them once
 * more for the code, with their ranges; a test keeps the two alike.
 * {@link chaski.node.configuration.NodeProperties} reads what Configuration Admin delivers into a
 * {@link chaski.api.node.NodeConfig} and names what is wrong, with the nearest that would be right.
 * {@link chaski.node.configuration.ConfigChange} tells which keys of a new configuration take effect while the node runs.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.node.configuration;

import org.jspecify.annotations.NullMarked;
