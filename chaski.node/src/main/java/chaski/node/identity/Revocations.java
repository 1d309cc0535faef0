package chaski.node.identity;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/**
 * The newest list of revocations of each trusted authority, from the credentials of this node or from other nodes. Thread-safe.
 */
public interface Revocations {

    /** The largest list that nodes pass on: about 7,000 certificates. */
    int MAX_LIST_BYTES = 256 * 1024;

    /** {@return the lists that this node has and may pass on} */
    List<RevocationVersion> versions();

    /**
     * Returns the newest list of an authority.
     *
     * @param issuer the authority
     * @return the list, encoded by DER; empty if there is none
     */
    Optional<ByteBuffer> list(ByteBuffer issuer);

    /**
     * Uses a list that another node has sent, until this node ends, if it is newer than the one of its authority. May take some
     * milliseconds.
     *
     * @param list the bytes from position to limit, encoded by DER
     * @return its version if it is used from now on; empty if this node has it or a newer one
     * @throws GeneralSecurityException if it is no list that a trusted authority has signed
     */
    Optional<RevocationVersion> accept(ByteBuffer list) throws GeneralSecurityException;
}
