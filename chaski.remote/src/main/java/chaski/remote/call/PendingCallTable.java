package chaski.remote.call;

import chaski.api.ClosedException;
import chaski.remote.channel.RpcChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The calls that have been sent and await an answer, by channel and number. Thread-safe. */
final class PendingCallTable {

    private final int maxPerChannel;
    private final AtomicLong ids = new AtomicLong();
    private final Map<RpcChannel, Map<Long, PendingCall>> byChannel = new ConcurrentHashMap<>();

    PendingCallTable(int maxPerChannel) {
        this.maxPerChannel = maxPerChannel;
    }

    int maxPerChannel() {
        return maxPerChannel;
    }

    void opened(RpcChannel channel) {
        byChannel.put(channel, new ConcurrentHashMap<>());
    }

    /** Removes a channel; returns the calls that await an answer on it. */
    List<PendingCall> closed(RpcChannel channel) {
        Map<Long, PendingCall> calls = byChannel.remove(channel);
        return calls == null ? List.of() : List.copyOf(calls.values());
    }

    boolean isOpen(RpcChannel channel) {
        return byChannel.containsKey(channel);
    }

    /** True if the channel is open and one more call may be sent on it. */
    boolean hasRoom(RpcChannel channel) {
        Map<Long, PendingCall> calls = byChannel.get(channel);
        return calls != null && calls.size() < maxPerChannel;
    }

    /** Gives a call its number on a channel. */
    long register(RpcChannel channel, PendingCall call) {
        long id = ids.incrementAndGet();
        Map<Long, PendingCall> calls = byChannel.get(channel);
        if (calls == null) {
            throw new ClosedException("the session with " + channel + " has ended");
        }
        calls.put(id, call);
        return id;
    }

    void unregister(RpcChannel channel, long id) {
        Map<Long, PendingCall> calls = byChannel.get(channel);
        if (calls != null) {
            calls.remove(id);
        }
    }

    @Nullable
    PendingCall find(RpcChannel channel, long id) {
        return byChannel.getOrDefault(channel, Map.of()).get(id);
    }

    List<PendingCall> on(RpcChannel channel) {
        return List.copyOf(byChannel.getOrDefault(channel, Map.of()).values());
    }
}
