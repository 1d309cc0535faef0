package chaski.transport.quic;

import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The choice of the congestion control, by the system property {@value #PROPERTY}: {@code cubic}, {@code bbr} or {@code reno}. */
final class QuicCongestion {

    static final String PROPERTY = "chaski.quic.congestion";

    private static final Logger LOG = System.getLogger(QuicCongestion.class.getName());

    private QuicCongestion() {}

    /** {@return the algorithm that was chosen, otherwise CUBIC (RFC 9438), which shares a path fairly with TCP} */
    static QuicCongestionControlAlgorithm chosen() {
        return of(System.getProperty(PROPERTY));
    }

    /** {@return the algorithm of a name; CUBIC if there is none or it is unknown, which is logged} */
    static QuicCongestionControlAlgorithm of(@Nullable String name) {
        if (name == null) {
            return QuicCongestionControlAlgorithm.CUBIC;
        }
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "cubic" -> QuicCongestionControlAlgorithm.CUBIC;
            case "bbr" -> QuicCongestionControlAlgorithm.BBR;
            case "reno" -> QuicCongestionControlAlgorithm.RENO;
            default -> {
                LOG.log(Level.WARNING, "expected cubic, bbr or reno as {0}, got {1}; QUIC uses cubic", PROPERTY, name);
                yield QuicCongestionControlAlgorithm.CUBIC;
            }
        };
    }
}
