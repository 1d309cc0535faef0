package chaski.security;

import java.io.Serial;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** A certificate does not prove an identity. */
public final class RefusedCertificateException extends CertificateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why the certificate was refused. */
    private final CertificateProblem problem;

    RefusedCertificateException(CertificateProblem problem, String message) {
        this(problem, message, null);
    }

    RefusedCertificateException(CertificateProblem problem, String message, @Nullable Throwable cause) {
        super(problem + ": " + message, pathFailure(problem, message, cause));
        this.problem = problem;
    }

    /** {@return the kind of the problem} */
    public CertificateProblem problem() {
        return problem;
    }

    /** The TLS implementation of the JDK chooses the alert for the peer by the reason in an exception of this kind. */
    private static CertPathValidatorException pathFailure(
            CertificateProblem problem, String message, @Nullable Throwable cause) {
        BasicReason reason =
                switch (problem) {
                    case EXPIRED -> BasicReason.EXPIRED;
                    case NOT_YET_VALID -> BasicReason.NOT_YET_VALID;
                    case REVOKED -> BasicReason.REVOKED;
                    case WEAK -> BasicReason.ALGORITHM_CONSTRAINED;
                    case MALFORMED -> BasicReason.INVALID_SIGNATURE;
                    case CHAIN, UNKNOWN_AUTHORITY, SELF_SIGNED, REVOCATIONS_EXPIRED, USAGE, IDENTITY, TRUST_DOMAIN ->
                        BasicReason.UNSPECIFIED;
                };
        return new CertPathValidatorException(message, cause, null, -1, reason);
    }
}
