package chaski.security;

/** Why a certificate does not prove an identity. */
public enum CertificateProblem {
    /** The peer sent no certificate, or more than are ever needed. */
    CHAIN,
    /** The certificate, or one of an authority, has expired. */
    EXPIRED,
    /** The certificate, or one of an authority, is not valid yet; or this machine's clock is late. */
    NOT_YET_VALID,
    /** No trusted authority issued the certificate. */
    UNKNOWN_AUTHORITY,
    /** The certificate is signed by its own key. */
    SELF_SIGNED,
    /** The authority has revoked the certificate. */
    REVOKED,
    /** The list of revocations has expired, and the node is configured to refuse then. */
    REVOCATIONS_EXPIRED,
    /** The certificate is not meant for this use: it is that of an authority, or is for servers or clients only. */
    USAGE,
    /** The certificate states no identity, several, or a malformed one. */
    IDENTITY,
    /** The identity belongs to another trust domain than the authority that issued the certificate. */
    TRUST_DOMAIN,
    /** The key is too short, or the certificate is signed by a broken algorithm. */
    WEAK,
    /** The certificate cannot be read, or breaks another rule of RFC 5280. */
    MALFORMED
}
