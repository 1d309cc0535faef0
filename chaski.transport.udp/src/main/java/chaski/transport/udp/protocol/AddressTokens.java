package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.AddressToken;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Creates and checks what a listener sends instead of keeping state: tokens that prove an address, and secrets that
 * prove that a connection is not known any more. All are keyed hashes with a key of this run, so that no other node can
 * forge one.
 *
 * <p>A token is valid for one address, one request and {@value #LIFETIME_SECONDS} seconds, and is accepted once. Used
 * tokens are remembered until they expire; if there are too many, none is accepted until some have expired.
 */
public final class AddressTokens {

    /** The longest that a dialler may take in total (DESIGN, section 7). */
    private static final long LIFETIME_SECONDS = 10;

    private static final long LIFETIME_NS = LIFETIME_SECONDS * 1_000_000_000;

    /** More than an honest network requests in ten seconds. */
    private static final int MOST_USED = 65_536;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte TOKEN = 1;
    private static final byte RESET = 2;

    /** The result of checking a token. */
    public enum Verdict {
        /** It was created for this request, and was not used. */
        GOOD,
        /** It was created elsewhere, or for another address or request. */
        FORGED,
        /** It is too old. */
        EXPIRED,
        /** It has been used before. */
        USED,
        /** Too many were used recently. */
        FULL
    }

    private final Mac mac;
    private final long originNs;
    private final int mostUsed;
    private final Map<AddressToken, Long> used = new LinkedHashMap<>();

    /**
     * Creates it with a key.
     *
     * @param key 32 random bytes
     * @param nowNs the time
     */
    public AddressTokens(byte[] key, long nowNs) {
        this(key, nowNs, MOST_USED);
    }

    AddressTokens(byte[] key, long nowNs, int mostUsed) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform and was not found", e);
        }
        originNs = nowNs;
        this.mostUsed = mostUsed;
    }

    /**
     * Creates a token.
     *
     * @param address the source of the request
     * @param clientId the connection id in it
     * @param nowNs the time
     * @return the token
     */
    public AddressToken issue(InetSocketAddress address, long clientId, long nowNs) {
        return sign(address, clientId, nowNs - originNs);
    }

    /**
     * Checks a token, and marks a valid one as used.
     *
     * @param token the token of the request
     * @param address the source of the request
     * @param clientId the connection id in the request
     * @param nowNs the time
     * @return the result
     */
    public Verdict take(AddressToken token, InetSocketAddress address, long clientId, long nowNs) {
        long now = nowNs - originNs;
        AddressToken right = sign(address, clientId, token.first());
        // Both parts are always compared, so that the time taken reveals nothing.
        if (((right.second() ^ token.second()) | (right.third() ^ token.third())) != 0) {
            return Verdict.FORGED;
        }
        if (now - token.first() > LIFETIME_NS) {
            return Verdict.EXPIRED;
        }
        forgetExpired(now);
        if (used.containsKey(token)) {
            return Verdict.USED;
        }
        if (used.size() >= mostUsed) {
            return Verdict.FULL;
        }
        used.put(token, now);
        return Verdict.GOOD;
    }

    /**
     * Returns the age of a token.
     *
     * @param token a valid one
     * @param nowNs the time
     * @return the time since its creation: a round trip
     */
    public long ageNs(AddressToken token, long nowNs) {
        return nowNs - originNs - token.first();
    }

    /**
     * Creates the secret of a connection id.
     *
     * @param serverId the listener's id of the connection
     * @return the secret, in the second and third part
     */
    public AddressToken resetSecret(long serverId) {
        byte[] text = new byte[9];
        ByteBuffer.wrap(text).put(RESET).putLong(serverId);
        return hash(text, 0);
    }

    private AddressToken sign(InetSocketAddress address, long clientId, long issued) {
        byte[] host = address.getAddress().getAddress();
        byte[] text = new byte[1 + 8 + 8 + 4 + host.length];
        ByteBuffer.wrap(text)
                .put(TOKEN)
                .putLong(issued)
                .putLong(clientId)
                .putInt(address.getPort())
                .put(host);
        return hash(text, issued);
    }

    private AddressToken hash(byte[] text, long first) {
        ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(text));
        return new AddressToken(first, hash.getLong(), hash.getLong());
    }

    private void forgetExpired(long now) {
        // In the order in which they were used; each has expired a lifetime later at the latest.
        Iterator<Long> times = used.values().iterator();
        while (times.hasNext() && now - times.next() > LIFETIME_NS) {
            times.remove();
        }
    }
}
