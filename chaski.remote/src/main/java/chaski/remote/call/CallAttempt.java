package chaski.remote.call;

import chaski.api.remote.CallOptions;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.SendHandle;
import chaski.remote.value.EncodedValue;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transmission of a call to one node. Guarded by its {@link PendingCall}. */
final class CallAttempt {

    private final RpcChannel channel;
    private final long id;
    private List<WireValue> arguments = List.of();
    private @Nullable SendHandle handle;

    CallAttempt(RpcChannel channel, long id) {
        this.channel = channel;
        this.id = id;
    }

    RpcChannel channel() {
        return channel;
    }

    /** {@return the number of the call on the channel} */
    long id() {
        return id;
    }

    /** Sends the call. The answer may arrive before this returns. */
    void send(CallRequest request, long target, long leftNs) {
        CallOptions options = request.options();
        arguments = EncodedValue.finish(request.arguments(), channel.references());
        handle = channel.send(new RemoteMessage.Call(
                id,
                target,
                request.operation(),
                (int) Math.min(Integer.MAX_VALUE, (leftNs + 999_999L) / 1_000_000L),
                request.path(),
                request.member(),
                request.signature(),
                options.metadata(),
                CallClient.CODEC,
                arguments));
    }

    /** True unless the node certainly never executes it. Counts as such while it is being sent. */
    boolean mayHaveRun() {
        SendHandle sent = handle;
        return sent == null || sent.mayArrive();
    }

    /** Withdraws the message; false if it has been sent, or is being sent. */
    boolean withdraw() {
        SendHandle sent = handle;
        return sent != null && sent.withdraw();
    }

    /** Notifies the node that no answer is expected any more. */
    void cancel() {
        channel.send(new RemoteMessage.Cancel(id));
    }

    /** Reclaims what the arguments lent, since the node never receives them. */
    void retractArguments() {
        arguments.forEach(channel.references()::retract);
    }
}
