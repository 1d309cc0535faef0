package chaski.ca;

import chaski.api.ChaskiException;

/** An authority refuses to issue a certificate. The message can be sent to the requester: it contains no secret. */
public final class RefusedRequestException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /** Why a certificate is not issued. */
    public enum Reason {
        /** The authority has no such token, or the secret is wrong. */
        TOKEN_UNKNOWN,
        /** The token was used before. */
        TOKEN_USED,
        /** The token has expired. */
        TOKEN_EXPIRED,
        /** The request cannot be read. */
        MALFORMED,
        /** The request is not signed by the key that it names. */
        NOT_SIGNED,
        /** The key is not on the curve P-256. */
        WEAK_KEY,
        /** The request names an identity that the requester has no right to. */
        OTHER_IDENTITY,
        /** The certificate to be renewed was not issued by this authority. */
        NOT_ISSUED,
        /** The certificate to be renewed has expired. */
        EXPIRED,
        /** The certificate to be renewed was revoked. */
        REVOKED
    }

    private final Reason reason;

    RefusedRequestException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** {@return the kind of the reason} */
    public Reason reason() {
        return reason;
    }
}
