package chaski.remote.call;

import chaski.api.protocol.Environment;
import chaski.api.remote.CallOptions;
import chaski.api.remote.RemoteLimits;
import chaski.codec.jackson.CborCodec;
import chaski.remote.channel.ExportDescriptions;
import chaski.remote.wire.CallOperation;
import chaski.testkit.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client without a node, in virtual time. */
final class CallScene {

    final Simulation world = new Simulation(1);
    final Environment environment = world.environment("a");
    final List<String> counted = new ArrayList<>();
    final List<String> interests = new ArrayList<>();
    final ExporterDirectory exporters = new ExporterDirectory(node -> 1_000, interests::add, new ExportDescriptions());
    final CallClient client = new CallClient(
            environment,
            RemoteLimits.DEFAULT.callsPerPeer(2).callsPerNode(3),
            CborCodec::new,
            Runnable::run,
            Optional::empty,
            counted::add,
            exporters);

    static CallRequest request(Destination to, boolean idempotent) {
        return new CallRequest(to, CallOperation.INVOKE, "", "run", "()", List.of(), idempotent);
    }

    static Destination.Named named(String name) {
        return new Destination.Named(name, CallOptions.DEFAULT);
    }

    PendingCall call() {
        return new PendingCall(client, request(named("n"), false), 1_000_000_000L);
    }
}
