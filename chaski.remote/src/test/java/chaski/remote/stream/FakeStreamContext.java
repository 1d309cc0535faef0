package chaski.remote.stream;

import chaski.api.codec.Codec;
import chaski.api.protocol.Environment;
import chaski.api.remote.RemoteLimits;
import chaski.remote.channel.RefusalReporter;
import chaski.remote.channel.RemoteCounters;

/** Creates contexts of streams in which no event is expected. */
final class FakeStreamContext {

    private FakeStreamContext() {}

    static StreamContext of(Environment environment, Codec codec) {
        return of(environment, codec, RemoteLimits.DEFAULT, new RemoteCounters(environment::nanoTime));
    }

    static StreamContext of(Environment environment, Codec codec, RemoteLimits limits, RemoteCounters counters) {
        return new StreamContext(
                environment,
                event -> {
                    throw new AssertionError("not expected: " + event);
                },
                name -> codec,
                limits,
                counters,
                new RefusalReporter(counters, event -> {}));
    }
}
