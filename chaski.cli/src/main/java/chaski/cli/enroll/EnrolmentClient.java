package chaski.cli.enroll;

import chaski.api.security.Credentials;
import chaski.api.security.Identity;
import chaski.ca.CertificationRequest;
import chaski.ca.EnrolmentToken;
import chaski.ca.IssuedIdentity;
import chaski.security.LinkSecurityFactory;
import chaski.security.PeerVerifier;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Requests and renews certificates at an {@link EnrolmentServer}. Blocks; every call ends within {@value #LONGEST_SECONDS} s. */
public final class EnrolmentClient {

    static final long LONGEST_SECONDS = 20;

    /** A list with thousands of revoked certificates has some 100 KiB. */
    private static final long LONGEST_ANSWER = 1 << 20;

    private final String address;

    /**
     * Creates a client.
     *
     * @param address the host and port of the server
     * @throws IllegalArgumentException if it is malformed
     */
    public EnrolmentClient(String address) {
        URI uri = URI.create("https://" + address + "/");
        if (uri.getHost() == null
                || uri.getPort() < 1
                || !("https://" + uri.getRawAuthority() + "/").equals(uri.toString())) {
            throw new IllegalArgumentException("expected HOST:PORT, got '" + address + "'");
        }
        this.address = address;
    }

    /**
     * Requests a certificate with a token. The key is created here, and does not leave the process.
     *
     * @param token the token
     * @param expected the identity to receive; empty for that of the token, whichever it is
     * @return the key, its certificate, and what a node needs beside them
     * @throws IOException if the server cannot be reached, is that of another authority, or refuses; the message names the reason
     */
    public IssuedIdentity enroll(EnrolmentToken token, Optional<Identity> expected) throws IOException {
        ServerPin pin = new ServerPin(
                authority -> EnrolmentToken.fingerprint(authority).equals(token.fingerprint()),
                "it has not the fingerprint in the token, " + token.fingerprint()
                        + "; compare it with the line READY of 'chaski ca serve'. The token was not sent");
        CertificationRequest request = CertificationRequest.create(expected);
        String body = token.id() + " " + token.secret() + "\n" + request.pem();
        return answered(request, send(EnrolmentService.ENROLL, body, new KeyManager[0], pin), pin);
    }

    /**
     * Requests another certificate with a valid one, for a new key.
     *
     * @param current what is to be renewed
     * @return the key, its certificate, and what a node needs beside them
     * @throws IOException if the server cannot be reached, is that of another authority, or refuses; the message names the reason
     */
    public IssuedIdentity renew(Credentials current) throws IOException {
        ServerPin pin = trusted(current);
        CertificationRequest request = CertificationRequest.create(Optional.of(current.identity()));
        PeerVerifier unused = new PeerVerifier(current, InstantSource.system(), false);
        KeyManager keys = LinkSecurityFactory.create(current, () -> unused).keys();
        return answered(request, send(EnrolmentService.RENEW, request.pem(), new KeyManager[] {keys}, pin), pin);
    }

    /** A list of revocations, and who signed it. */
    public record SignedRevocations(X509Certificate authority, X509CRL list) {}

    /**
     * Fetches the present list of revocations.
     *
     * @param current states which authorities are trusted
     * @return the list; {@link IssuedIdentity#replaceRevocations} checks its signature
     * @throws IOException if the server cannot be reached, or is that of another authority
     */
    public SignedRevocations revocations(Credentials current) throws IOException {
        ServerPin pin = trusted(current);
        PemText answer = send(EnrolmentService.REVOCATIONS, "", new KeyManager[0], pin);
        if (answer.revocations().size() != 1) {
            throw new IOException("https://" + address + " answered without a list of revocations");
        }
        return new SignedRevocations(
                pin.authority().get(0), answer.revocations().get(0));
    }

    private static ServerPin trusted(Credentials current) {
        return new ServerPin(current.trust()::contains, "none that this identity trusts; compare trust.pem");
    }

    private IssuedIdentity answered(CertificationRequest request, PemText answer, ServerPin pin) throws IOException {
        if (answer.certificates().isEmpty() || answer.revocations().size() != 1) {
            throw new IOException("https://" + address + " answered without a certificate or a list of revocations");
        }
        return request.answered(
                answer.certificates().get(0),
                pin.authority().get(0),
                answer.revocations().get(0));
    }

    private PemText send(String path, String body, KeyManager[] keys, ServerPin pin) throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "chaski-enrolment-client");
            thread.setDaemon(true);
            return thread;
        });
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, new TrustManager[] {pin}, null);
            HttpClient client = HttpClient.newBuilder()
                    .version(Version.HTTP_1_1)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(Duration.ofSeconds(LONGEST_SECONDS / 2))
                    .sslContext(context)
                    .executor(threads)
                    .build();
            java.net.http.HttpRequest.Builder request =
                    java.net.http.HttpRequest.newBuilder(URI.create("https://" + address + path));
            if (!body.isEmpty()) {
                request.POST(java.net.http.HttpRequest.BodyPublishers.ofString(body, StandardCharsets.US_ASCII));
            }
            CompletableFuture<HttpResponse<String>> sent = client.sendAsync(request.build(), EnrolmentClient::bounded);
            HttpResponse<String> response = sent.get(LONGEST_SECONDS, TimeUnit.SECONDS);
            if (response.statusCode() != 200) {
                throw new IOException(
                        "https://" + address + " refuses: " + response.body().strip());
            }
            return PemText.parse(response.body());
        } catch (GeneralSecurityException missing) {
            throw new IOException("this Java runtime lacks TLS 1.3", missing);
        } catch (ExecutionException failure) {
            throw new IOException(reason(failure), failure);
        } catch (TimeoutException silence) {
            throw new IOException("https://" + address + " did not answer within " + LONGEST_SECONDS + " s", silence);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } finally {
            threads.shutdownNow();
        }
    }

    private static HttpResponse.BodySubscriber<String> bounded(HttpResponse.ResponseInfo info) {
        long length = info.headers().firstValueAsLong("content-length").orElse(Long.MAX_VALUE);
        if (length > LONGEST_ANSWER) {
            throw new IllegalStateException("an answer longer than " + LONGEST_ANSWER + " bytes");
        }
        return BodySubscribers.ofString(StandardCharsets.UTF_8);
    }

    private String reason(Throwable failure) {
        Throwable last = failure;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof CertificateException refused) {
                return "cannot use https://" + address + ": " + refused.getMessage();
            }
            if (each instanceof ConnectException) {
                return "nothing listens on " + address + ", or it cannot be reached";
            }
            last = each;
        }
        return "the connection to https://" + address + " failed: "
                + (last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage());
    }
}
