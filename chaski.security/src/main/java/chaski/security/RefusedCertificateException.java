package chaski.security;

import java.io.Serial;
import java.security.cert.CertificateException;

/** A certificate does not prove an identity. */
public final class RefusedCertificateException extends CertificateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why the certificate was refused. */
    private final CertificateProblem problem;

    RefusedCertificateException(CertificateProblem problem, String message) {
        super(problem + ": " + message);
        this.problem = problem;
    }

    RefusedCertificateException(CertificateProblem problem, String message, Throwable cause) {
        super(problem + ": " + message, cause);
        this.problem = problem;
    }

    /** {@return the kind of the problem} */
    public CertificateProblem problem() {
        return problem;
    }
}
