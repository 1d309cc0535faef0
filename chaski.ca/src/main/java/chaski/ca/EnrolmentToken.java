package chaski.ca;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The right to receive one certificate, once: a public id, a secret of 128 random bits, and the fingerprint of the authority that grants
 * it, so that its holder recognizes that authority. The fingerprint is the SHA-256 of the authority's public key (its
 * SubjectPublicKeyInfo, as in RFC 7469), in base64url.
 *
 * @param id identifies the token, 16 hexadecimal digits; no secret
 * @param secret proves that its holder may use it, 22 characters
 * @param fingerprint identifies the authority, 43 characters
 */
public record EnrolmentToken(String id, String secret, String fingerprint) {

    private static final String PREFIX = "chaski1";
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 16;
    private static final Pattern FORM =
            Pattern.compile("chaski1\\.([0-9a-f]{16})\\.([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{43})");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /**
     * Checks the parts.
     *
     * @param id names the token, 16 hexadecimal digits
     * @param secret 22 characters
     * @param fingerprint identifies the authority, 43 characters
     * @throws IllegalArgumentException if one is malformed
     */
    public EnrolmentToken {
        // The message does not repeat the text: it contains a secret, and ends up in logs.
        if (!FORM.matcher(text(id, secret, fingerprint)).matches()) {
            throw new IllegalArgumentException("expected a token as 'chaski ca token' prints it: " + PREFIX
                    + ".ID.SECRET.FINGERPRINT; it may be cut off");
        }
    }

    static EnrolmentToken create(SecureRandom random, X509Certificate authority) {
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        return new EnrolmentToken(HexFormat.of().formatHex(id), BASE64.encodeToString(secret), fingerprint(authority));
    }

    /**
     * Reads a token.
     *
     * @param text what {@link #text} returned
     * @return the token
     * @throws IllegalArgumentException if it is malformed; the message does not contain the text
     */
    public static EnrolmentToken parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        return parts.matches()
                ? new EnrolmentToken(parts.group(1), parts.group(2), parts.group(3))
                : new EnrolmentToken("", "", "");
    }

    /**
     * Returns the fingerprint of an authority.
     *
     * @param authority its certificate
     * @return the SHA-256 of its public key, in base64url
     */
    public static String fingerprint(X509Certificate authority) {
        return BASE64.encodeToString(sha256(authority.getPublicKey().getEncoded()));
    }

    /** {@return the whole token, with its secret} */
    public String text() {
        return text(id, secret, fingerprint);
    }

    private static String text(String id, String secret, String fingerprint) {
        return PREFIX + "." + id + "." + secret + "." + fingerprint;
    }

    /** {@return what the authority keeps instead of a secret; a secret of 128 random bits needs no salt} */
    static String hash(String secret) {
        return HexFormat.of().formatHex(sha256(secret.getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }

    /** {@return the token without its secret} */
    @Override
    public String toString() {
        return "token " + id;
    }
}
