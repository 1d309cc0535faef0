/**
 * The engine as Declarative Services see it.
 *
 * <p>{@link chaski.node.osgi.NodeComponent} runs one node for each configuration; {@link chaski.node.osgi.BoundServices} hands it the
 * transports, codecs and providers that the framework has at the moment; {@link chaski.node.osgi.NodeMetatype} describes the keys.
 */
@NullMarked
package chaski.node.osgi;

import org.jspecify.annotations.NullMarked;
