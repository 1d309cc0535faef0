/**
 * The engine as a Declarative Services component.
 *
 * <p>{@link chaski.node.osgi.NodeComponent} runs one node for each configuration; {@link
 * chaski.node.osgi.BoundServices} passes it the transports, codecs and providers that the framework has bound; {@link
 * chaski.node.osgi.NodeMetatype} describes the keys.
 */
@NullMarked
package chaski.node.osgi;

import org.jspecify.annotations.NullMarked;
