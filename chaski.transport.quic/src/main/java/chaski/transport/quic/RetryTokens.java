package chaski.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves the addresses of diallers (RFC 9000, section 8.1.2): a listener answers the first packet of a connection with a token and keeps
 * nothing; only a packet that returns the token is the beginning of a handshake. A token is a keyed hash with a key of this run. It is
 * valid for one address, one request and {@value #LIFETIME_SECONDS} seconds. Confined to the port's I/O thread.
 */
final class RetryTokens implements QuicTokenHandler {

    /** The longest that a dialler may take in total. */
    private static final long LIFETIME_SECONDS = 10;

    private static final long LIFETIME_NS = TimeUnit.SECONDS.toNanos(LIFETIME_SECONDS);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int HASH_BYTES = 16;

    /** The time of issue and the hash; the connection id of the request follows. */
    private static final int HEAD_BYTES = Long.BYTES + HASH_BYTES;

    private static final int REFUSED = -1;

    private final Mac mac;
    private final LongSupplier nowNs;
    private final long originNs;
    private final BooleanSupplier room;
    private final QuicCounters counters;

    /**
     * Creates it with a new key.
     *
     * @param nowNs the time
     * @param room returns whether another handshake may begin; a dialler that is refused tries again by itself
     * @param counters count what is refused
     */
    RetryTokens(LongSupplier nowNs, BooleanSupplier room, QuicCounters counters) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform and was not found", e);
        }
        this.nowNs = nowNs;
        this.originNs = nowNs.getAsLong();
        this.room = room;
        this.counters = counters;
    }

    @Override
    public boolean writeToken(ByteBuf out, ByteBuf requestId, InetSocketAddress address) {
        long issued = nowNs.getAsLong() - originNs;
        out.writeLong(issued)
                .writeBytes(hash(issued, bytes(requestId), address))
                .writeBytes(requestId, requestId.readerIndex(), requestId.readableBytes());
        return true;
    }

    @Override
    public int validateToken(ByteBuf token, InetSocketAddress address) {
        int from = token.readerIndex();
        if (token.readableBytes() <= HEAD_BYTES || token.readableBytes() > maxTokenLength()) {
            counters.count(QuicCounter.TOKEN);
            return REFUSED;
        }
        long issued = token.getLong(from);
        byte[] given = new byte[HASH_BYTES];
        token.getBytes(from + Long.BYTES, given);
        byte[] requestId = new byte[token.readableBytes() - HEAD_BYTES];
        token.getBytes(from + HEAD_BYTES, requestId);
        long age = nowNs.getAsLong() - originNs - issued;
        if (!MessageDigest.isEqual(given, hash(issued, requestId, address)) || age > LIFETIME_NS) {
            counters.count(QuicCounter.TOKEN);
            return REFUSED;
        }
        return room.getAsBoolean() ? HEAD_BYTES : REFUSED;
    }

    @Override
    public int maxTokenLength() {
        return HEAD_BYTES + Quic.MAX_CONN_ID_LEN;
    }

    private byte[] hash(long issued, byte[] requestId, InetSocketAddress address) {
        byte[] host = address.getAddress().getAddress();
        ByteBuffer text = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + 1 + host.length + requestId.length)
                .putLong(issued)
                .putInt(address.getPort())
                .put((byte) host.length)
                .put(host)
                .put(requestId);
        return Arrays.copyOf(mac.doFinal(text.array()), HASH_BYTES);
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), bytes);
        return bytes;
    }
}
