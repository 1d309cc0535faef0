package chaski.node.identity;

import chaski.api.NodeId;
import chaski.api.security.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The ids of nodes with an identity: a UUID of version 8 (RFC 9562, section 5.8) of the first 122 bits of the SHA-256 of the identity, a
 * zero byte and the instance. It is infeasible to find an instance by which another identity has the same id.
 */
public final class NodeIds {

    private static final long VERSION_MASK = 0xF000L;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private NodeIds() {}

    /**
     * Returns the id of a node.
     *
     * @param identity its identity
     * @param instance what distinguishes it from other nodes of that identity
     * @return the id
     */
    public static NodeId of(Identity identity, String instance) {
        MessageDigest digest = sha256();
        digest.update(identity.toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(instance.getBytes(StandardCharsets.UTF_8)));
        long most = (hash.getLong() & ~VERSION_MASK) | VERSION_8;
        long least = (hash.getLong() & ~VARIANT_MASK) | VARIANT;
        return new NodeId(new UUID(most, least));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
