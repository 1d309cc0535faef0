package chaski.remote.export;

import chaski.api.TypeRef;
import chaski.api.codec.Codec;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Channel;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.remote.ExportOptions;
import chaski.api.remote.RemoteLimits;
import chaski.codec.jackson.CborCodec;
import chaski.remote.channel.FakeRpcChannel;
import chaski.remote.channel.NoDescriptions;
import chaski.remote.channel.RefusalReporter;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.MembersCache;
import chaski.remote.stream.ObservationRegistry;
import chaski.remote.value.ValueTypeFactory;
import chaski.remote.wire.CallOperation;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import chaski.testkit.simulation.Simulation;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Serves calls of a peer without a node, in virtual time; calls run when {@link #runQueued} is called. */
final class ServingScene {

    /** The interface of the export {@code counter}. */
    public static class Counter {

        private int value;

        public int getValue() {
            return value;
        }

        public void setValue(int newValue) {
            value = newValue;
        }

        public int add(int more) {
            value += more;
            return value;
        }

        public int fail() {
            throw new IllegalStateException("it failed");
        }

        public void fill(int[] array) {
            array[0] = 1;
        }
    }

    final Simulation world = new Simulation(1);
    final Environment environment = world.environment("a");
    final Codec codec = new CborCodec();
    final List<NodeEvent> events = new ArrayList<>();
    final Deque<Runnable> queued = new ArrayDeque<>();
    final RemoteCounters counters = new RemoteCounters(environment::nanoTime);
    final FakeRpcChannel peer = new FakeRpcChannel(1);
    final AsyncResultAdapters adapters = new AsyncResultAdapters();
    final ObservationRegistry observations = new ObservationRegistry(environment);
    final ExportRegistry exports = new ExportRegistry(
            nodeChannel(), new MembersCache(), new AtomicLong(), adapters, observations, new NoDescriptions());
    final RefusalReporter refusals = new RefusalReporter(counters, draft -> events.add(draft.at(Instant.EPOCH)));
    final Operations operations =
            new Operations(name -> codec, counters, refusals, observations, adapters, queued::add);
    final CallDispatcher dispatcher = new CallDispatcher(
            environment,
            nodeChannel(),
            exports,
            operations,
            RemoteLimits.DEFAULT.callsPerPeer(2).callsPerNode(3),
            queued::add,
            counters,
            refusals);

    private Channel nodeChannel() {
        return (Channel) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, with) -> {
                    if (method.getName().equals("raise")) {
                        events.add(((NodeEvent.Draft) with[0]).at(Instant.EPOCH));
                        return null;
                    }
                    return method.getReturnType() == DeclarationHandle.class
                            ? Proxy.newProxyInstance(
                                    getClass().getClassLoader(),
                                    new Class<?>[] {DeclarationHandle.class},
                                    (handle, withdraw, none) -> null)
                            : null;
                });
    }

    /** Exports a counter; returns its number. */
    long export(String name, Counter counter) {
        exports.export(name, TypeRef.of(Counter.class), counter, ExportOptions.DEFAULT);
        exports.opened(peer);
        exports.closed(peer);
        return peer.sent.stream()
                .filter(m -> m instanceof RemoteMessage.Export export
                        && export.name().equals(name))
                .mapToLong(m -> ((RemoteMessage.Export) m).number())
                .max()
                .orElseThrow();
    }

    RemoteMessage.Call call(long id, long target, CallOperation operation, String member, Object... arguments) {
        List<WireValue> values = Arrays.stream(arguments)
                .map(argument -> ValueTypeFactory.plain().write(argument, codec).finish(peer.references()))
                .toList();
        return new RemoteMessage.Call(id, target, operation, 1_000, "", member, "", Map.of(), "cbor", values);
    }

    void runQueued() {
        for (Runnable next = queued.poll(); next != null; next = queued.poll()) {
            next.run();
        }
    }

    /** The last sent message. */
    RemoteMessage answer() {
        return peer.sent.get(peer.sent.size() - 1);
    }

    Object result() {
        return ValueTypeFactory.plain().read(((RemoteMessage.Result) answer()).value(), codec, peer.references());
    }
}
