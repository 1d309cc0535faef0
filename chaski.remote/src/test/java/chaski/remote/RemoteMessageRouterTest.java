package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.codec.Codec;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Environment;
import chaski.api.remote.RemoteLimits;
import chaski.codec.jackson.CborCodec;
import chaski.remote.call.CallClient;
import chaski.remote.call.ExporterDirectory;
import chaski.remote.channel.ExportDescriptions;
import chaski.remote.channel.FakeRpcChannel;
import chaski.remote.channel.NoDescriptions;
import chaski.remote.channel.RefusalReporter;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.export.CallDispatcher;
import chaski.remote.export.ExportRegistry;
import chaski.remote.export.Operations;
import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.MembersCache;
import chaski.remote.stream.ObservationRegistry;
import chaski.remote.stream.StreamContext;
import chaski.remote.stream.StreamTable;
import chaski.remote.wire.CallOperation;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import chaski.testkit.simulation.Simulation;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which part receives which message. */
class RemoteMessageRouterTest {

    private final Environment environment = new Simulation(1).environment("a");
    private final Codec codec = new CborCodec();
    private final Channel nodeChannel = (Channel) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, with) -> null);
    private final RemoteCounters counters = new RemoteCounters(environment::nanoTime);
    private final RefusalReporter refusals = new RefusalReporter(counters, event -> {});
    private final AsyncResultAdapters adapters = new AsyncResultAdapters();
    private final ObservationRegistry observations = new ObservationRegistry(environment);
    private final ExportRegistry exports = new ExportRegistry(
            nodeChannel, new MembersCache(), new AtomicLong(), adapters, observations, new NoDescriptions());
    private final ExporterDirectory exporters = new ExporterDirectory(node -> 1, name -> {}, new ExportDescriptions());
    private final CallClient client = new CallClient(
            environment, RemoteLimits.DEFAULT, () -> codec, Runnable::run, Optional::empty, counters::add, exporters);
    private final CallDispatcher dispatcher = new CallDispatcher(
            environment,
            nodeChannel,
            exports,
            new Operations(name -> codec, counters, refusals, observations, adapters, Runnable::run),
            RemoteLimits.DEFAULT,
            Runnable::run,
            counters,
            refusals);
    private final StreamTable streams = new StreamTable(
            new StreamContext(environment, event -> {}, name -> codec, RemoteLimits.DEFAULT, counters, refusals));
    private final RemoteMessageRouter router =
            new RemoteMessageRouter(new PeerChannels(1 << 20), exports, exporters, dispatcher, client, streams);
    private final FakeRpcChannel peer = new FakeRpcChannel(1);

    @BeforeEach
    void open() {
        router.opened(peer);
    }

    @Test
    void exportsAreAddedAndRemoved() {
        router.received(peer, new RemoteMessage.Export(5, "n", false));
        assertThat(exporters.count("n")).isEqualTo(1);

        router.received(peer, new RemoteMessage.Unexport(5));
        assertThat(exporters.count("n")).isZero();
    }

    @Test
    void callsReachTheDispatcher() {
        router.received(
                peer,
                new RemoteMessage.Call(1, 99, CallOperation.INVOKE, 1_000, "", "run", "", Map.of(), "cbor", List.of()));

        assertThat(((RemoteMessage.NotExecuted) peer.sent.get(0)).reason()).isEqualTo(RefusalReason.WITHDRAWN);
    }

    @Test
    void subscriptionsReachTheStreams() {
        router.received(peer, new RemoteMessage.Subscribe(1, 99, "cbor"));

        assertThat(((RemoteMessage.Stopped) peer.sent.get(0)).reason()).isEqualTo(RefusalReason.WITHDRAWN);
    }

    @Test
    void theResultOfACallThatHasEndedIsDiscarded() {
        router.received(peer, new RemoteMessage.Result(7, WireValue.NOTHING));

        assertThat(peer.sent).isEmpty();
    }

    @Test
    void aClosedRemoteIsForgottenAndALaterOneOfTheSameSessionIsNot() {
        router.received(peer, new RemoteMessage.Export(5, "n", false));
        router.remoteClosed(peer);
        assertThat(exporters.count("n")).isZero();

        router.received(peer, new RemoteMessage.Export(6, "n", false));
        assertThat(exporters.count("n")).isEqualTo(1);
        router.closed(peer);
        assertThat(exporters.count("n")).isZero();
    }
}
