package chaski.api.protocol;

import chaski.api.ConfigurationException;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.Node;
import chaski.api.security.Decision;
import chaski.api.security.Permission;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A node as protocols see it: they open channels, and take time, threads and randomness from its environment. Thread-safe. */
@ProviderType
public interface ProtocolNode extends Node {

    /**
     * {@return a node as protocols see it}
     *
     * @param node a node of this engine, as {@link chaski.api.node.NodeServiceProvider#create} receives it
     * @throws ConfigurationException if the node is something else, for example a wrapper of a node
     */
    static ProtocolNode of(Node node) {
        if (node instanceof ProtocolNode protocolNode) {
            return protocolNode;
        }
        throw new ConfigurationException("node: expected one that channels can be opened on, got "
                + node.getClass().getName());
    }

    /**
     * Opens a protocol. Each number can be open once.
     *
     * @param number 1 to 255; 128 to 255 are free for third parties
     * @param name for counters and errors
     * @param handler receives what peers send
     * @return the channel
     * @throws ConfigurationException when the number is in use
     */
    Channel open(int number, String name, ChannelHandler handler);

    /**
     * Decides whether this node's own identity may do something, by the node's own grants, so that it does not send what will be refused.
     * In a network that is not closed everything is allowed.
     *
     * @param permission what this node wants to do
     * @param subject what it is limited to, as in {@link chaski.api.security.AccessRequest}
     * @return the decision
     */
    Decision decideOwn(Permission permission, String subject);

    /** {@return what this node announces about itself now, without the entry's version, which is 0; a snapshot} */
    DirectoryEntry self();

    /** {@return when the credentials in use expire; empty if the node has no identity} */
    Optional<Instant> credentialsExpiry();

    /** {@return time, threads and randomness of this node} */
    Environment environment();
}
