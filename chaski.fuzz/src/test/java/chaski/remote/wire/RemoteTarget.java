package chaski.remote.wire;

import chaski.api.ProtocolException;
import chaski.fuzz.DecoderOracle;
import java.nio.ByteBuffer;

/** Messages of remote calls and streams, with values and failures in them. */
public final class RemoteTarget {

    private RemoteTarget() {}

    /** Reads a message. Text for people is cleaned when it is encoded, so cleaned text must not change again. */
    public static void fuzzerTestOneInput(byte[] data) {
        DecoderOracle.bounded(data.length, () -> {
            RemoteMessage first;
            try {
                first = RemoteMessageCodec.decode(DecoderOracle.buffer(data, 0));
            } catch (ProtocolException expected) {
                return;
            }
            ByteBuffer once = RemoteMessageCodec.encode(first);
            ByteBuffer twice = RemoteMessageCodec.encode(RemoteMessageCodec.decode(once.duplicate()));
            DecoderOracle.same(once.remaining(), twice.remaining());
            if (!(first instanceof RemoteMessage.Call call) || call.metadata().size() < 2) {
                DecoderOracle.same(once, twice); // metadata have no order
            }
        });
    }
}
