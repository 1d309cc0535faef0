package chaski.cli.enroll;

import chaski.api.security.Identity;
import chaski.ca.AuthorityException;
import chaski.ca.RefusedRequestException;
import chaski.ca.RefusedRequestException.Reason;
import chaski.ca.RegistrationAuthority;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers requests for an authority, and reports each issued certificate and each refusal in one line. Thread-safe. */
final class EnrolmentService {

    static final String ENROLL = "/v1/enroll";
    static final String RENEW = "/v1/renew";
    static final String REVOCATIONS = "/v1/revoked.crl";
    static final String AUTHORITY = "/v1/ca.pem";

    /** People do not mistype a token more often; guessing 128 bits at this rate does not succeed. */
    static final int WRONG_TOKENS_PER_MINUTE = 10;

    /** A loop that renews would let the files of the authority grow; the participants of one identity may be many. */
    static final int RENEWALS_PER_HOUR = 120;

    private final RegistrationAuthority authority;
    private final Consumer<String> report;
    private final AttemptLimiter wrongTokens;
    private final AttemptLimiter renewals;

    EnrolmentService(RegistrationAuthority authority, InstantSource clock, Consumer<String> report) {
        this.authority = authority;
        this.report = report;
        this.wrongTokens = new AttemptLimiter(WRONG_TOKENS_PER_MINUTE, Duration.ofMinutes(1), clock);
        this.renewals = new AttemptLimiter(RENEWALS_PER_HOUR, Duration.ofHours(1), clock);
    }

    /**
     * Answers one request.
     *
     * @param request the request
     * @param address the address of the client, without port
     * @param client the certificate whose key the client has proven to have in the handshake of TLS; not verified otherwise
     */
    HttpReply answer(HttpRequest request, String address, Optional<X509Certificate> client) {
        try {
            return switch (request.method() + " " + request.path()) {
                case "POST " + ENROLL -> enroll(request.body(), address);
                case "POST " + RENEW -> renew(request.body(), address, client);
                case "GET " + REVOCATIONS -> HttpReply.ok(PemText.of(authority.revocations()));
                case "GET " + AUTHORITY -> HttpReply.ok(PemText.of(authority.certificate()));
                default -> HttpReply.refused(404, "this server has no such path");
            };
        } catch (RefusedRequestException refused) {
            if (refused.reason() == Reason.TOKEN_UNKNOWN) {
                wrongTokens.count(address);
            }
            report.accept("refused " + address + ": " + refused.reason() + ": " + refused.getMessage());
            return HttpReply.refused(
                    refused.reason() == Reason.MALFORMED ? 400 : 403, refused.reason() + ": " + refused.getMessage());
        } catch (AuthorityException | GeneralSecurityException failure) {
            report.accept("failed for " + address + ": " + failure.getMessage());
            return HttpReply.refused(500, "the authority failed; the output of its server names the reason");
        }
    }

    private HttpReply enroll(String body, String address) throws GeneralSecurityException {
        long blocked = wrongTokens.blockedSeconds(address);
        if (blocked > 0) {
            report.accept("refused " + address + ": too many wrong tokens");
            return HttpReply.later(blocked, "too many wrong tokens from your address");
        }
        String[] parts = body.split("\n", 2);
        String[] token = parts[0].split(" ", 2);
        if (parts.length < 2 || token.length < 2) {
            return HttpReply.refused(400, "expected the id and the secret of a token, then a certification request");
        }
        X509Certificate issued = authority.enroll(token[0], token[1], parts[1]);
        return issued(issued, "issued", address);
    }

    private HttpReply renew(String body, String address, Optional<X509Certificate> client)
            throws GeneralSecurityException {
        if (client.isEmpty()) {
            return HttpReply.refused(401, "renewing takes the current certificate, shown in the handshake of TLS");
        }
        String identity = authority.check(client.get()).toString();
        long blocked = renewals.blockedSeconds(identity);
        if (blocked > 0) {
            report.accept("refused " + address + ": too many renewals of " + identity);
            return HttpReply.later(blocked, "too many renewals of " + identity);
        }
        renewals.count(identity);
        return issued(authority.renew(client.get(), body), "renewed", address);
    }

    private HttpReply issued(X509Certificate issued, String what, String address) throws GeneralSecurityException {
        report.accept(what + " " + Identity.of(issued) + " for " + address + ", serial "
                + issued.getSerialNumber().toString(16) + ", valid until "
                + issued.getNotAfter().toInstant());
        return HttpReply.ok(
                PemText.of(issued) + PemText.of(authority.certificate()) + PemText.of(authority.revocations()));
    }
}
