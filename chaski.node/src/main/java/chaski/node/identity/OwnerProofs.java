package chaski.node.identity;

import chaski.api.NodeId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;

/**
 * Signs what this node announces, and verifies what others have signed. A signature takes as long as the key needs, which may be in a
 * hardware module; a verification takes one or two milliseconds. Thread-safe.
 */
public interface OwnerProofs {

    /**
     * Proves that a statement is by this node.
     *
     * @param statement the bytes from position to limit, which are not changed
     * @return the proof
     * @throws GeneralSecurityException if the key cannot sign
     */
    OwnerProof prove(ByteBuffer statement) throws GeneralSecurityException;

    /**
     * Verifies that a statement is by the owner of a node id.
     *
     * @param owner the id
     * @param proof the proof
     * @param statement the bytes from position to limit, which are not changed
     * @return when the first of the certificates expires
     * @throws GeneralSecurityException if it is not, with the reason
     */
    Instant verify(NodeId owner, OwnerProof proof, ByteBuffer statement) throws GeneralSecurityException;

    /**
     * Verifies again that the certificates of a proof are accepted.
     *
     * @param proof a proof that was verified before
     * @throws GeneralSecurityException if they are not accepted any more
     */
    void verifyAgain(OwnerProof proof) throws GeneralSecurityException;

    /**
     * Returns whether this node would use the certificates of a proof again.
     *
     * @param proof a proof of this node
     * @return false if it has others now
     */
    boolean isCurrent(OwnerProof proof);

    /** {@return the time by which certificates expire} */
    Instant now();
}
