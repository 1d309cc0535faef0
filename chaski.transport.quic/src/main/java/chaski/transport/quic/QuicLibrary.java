package chaski.transport.quic;

import io.netty.handler.codec.quic.Quic;
import java.util.Optional;

/** The native library that QUIC needs. */
final class QuicLibrary {

    private QuicLibrary() {}

    /** {@return why QUIC cannot be used on this machine; empty if it can} */
    static Optional<String> missing() {
        boolean works;
        try {
            works = FirstCall.of("chaski-quic-library", Quic::isAvailable);
        } catch (LinkageError absent) {
            works = false;
        }
        return works
                ? Optional.empty()
                : Optional.of(
                        "the native library for " + System.getProperty("os.name") + " on "
                                + System.getProperty("os.arch")
                                + " is missing or does not load; add the netty-codec-native-quic of this platform, or use tcp or udp");
    }
}
