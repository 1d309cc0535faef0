package chaski.fuzz;

import chaski.node.membership.MembershipTarget;
import chaski.node.session.ReassemblyTarget;
import chaski.node.session.RecordTarget;
import chaski.node.wire.FrameTarget;
import chaski.remote.wire.RemoteTarget;
import chaski.streamer.subscribe.TopicTarget;
import chaski.streamer.wire.StreamerTarget;
import chaski.transport.udp.wire.UdpTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The decoders that are fuzzed. Each target is in the package of its decoder. */
@SuppressWarnings("ImmutableEnumChecker") // the methods of targets have no state
enum Targets {
    FRAMES(FrameTarget.class, FrameTarget::fuzzerTestOneInput),
    RECORDS(RecordTarget.class, RecordTarget::fuzzerTestOneInput),
    REASSEMBLY(ReassemblyTarget.class, ReassemblyTarget::fuzzerTestOneInput),
    MEMBERSHIP(MembershipTarget.class, MembershipTarget::fuzzerTestOneInput),
    STREAMER(StreamerTarget.class, StreamerTarget::fuzzerTestOneInput),
    REMOTE(RemoteTarget.class, RemoteTarget::fuzzerTestOneInput),
    UDP(UdpTarget.class, UdpTarget::fuzzerTestOneInput),
    CBOR(CborTarget.class, CborTarget::fuzzerTestOneInput),
    JSON(JsonTarget.class, JsonTarget::fuzzerTestOneInput),
    TOPICS(TopicTarget.class, TopicTarget::fuzzerTestOneInput),
    ENDPOINTS(EndpointTarget.class, EndpointTarget::fuzzerTestOneInput),
    CONFIGURATION(ConfigurationTarget.class, ConfigurationTarget::fuzzerTestOneInput);

    private final Class<?> type;
    private final Consumer<byte[]> body;

    Targets(Class<?> type, Consumer<byte[]> body) {
        this.type = type;
        this.body = body;
    }

    /** {@return the class with the method that fuzzers call} */
    Class<?> type() {
        return type;
    }

    /** Runs it once; throws an error if the decoder is wrong. */
    void run(byte[] data) {
        body.accept(data);
    }

    /** {@return the folder of its inputs} */
    Path corpus() {
        return Path.of("corpus", name().toLowerCase(Locale.ROOT)).toAbsolutePath();
    }

    /** {@return its inputs, in the order of their names} */
    List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(corpus())) {
            return files.sorted().toList();
        }
    }
}
