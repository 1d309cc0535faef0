package chaski.remote.wire;

import chaski.api.ProtocolException;
import chaski.fuzz.Oracle;
import java.nio.ByteBuffer;

/** Messages of remote calls and streams, with values and failures in them. */
public final class RemoteTarget {

    private RemoteTarget() {}

    /** A message. Text for people is cleaned when it is written, so that what was cleaned once must stay as it is. */
    public static void fuzzerTestOneInput(byte[] data) {
        Oracle.bounded(data.length, () -> {
            RemoteMessage first;
            try {
                first = RemoteMessageCodec.decode(Oracle.buffer(data, 0));
            } catch (ProtocolException expected) {
                return;
            }
            ByteBuffer once = RemoteMessageCodec.encode(first);
            ByteBuffer twice = RemoteMessageCodec.encode(RemoteMessageCodec.decode(once.duplicate()));
            Oracle.same(once.remaining(), twice.remaining());
            if (!(first instanceof RemoteMessage.Call call) || call.metadata().size() < 2) {
                Oracle.same(once, twice); // metadata have no order
            }
        });
    }
}
