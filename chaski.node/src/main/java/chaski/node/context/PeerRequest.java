package chaski.node.context;

import chaski.api.NodeId;
import chaski.api.security.Identity;
import chaski.api.security.Permission;
import java.util.Optional;

/**
 * What a peer, or this node, wants to do.
 *
 * @param peer the node
 * @param name its name
 * @param identity the identity that it has proved
 * @param permission what it wants to do
 * @param subject the topic or the service; empty if the permission has none
 * @param member the member of a service; empty if the permission has none
 */
public record PeerRequest(
        NodeId peer, String name, Optional<Identity> identity, Permission permission, String subject, String member) {

    /** {@return the subject with the member, for people} */
    String shown() {
        return member.isEmpty() ? subject : subject + "." + member;
    }
}
