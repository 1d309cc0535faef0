package chaski.cli;

import chaski.api.LimitException;
import chaski.api.Topic;
import chaski.api.node.NodeEvent;
import chaski.api.security.Permission;
import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.Publisher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chaski pub}: publishes, and ends when every message has its outcome. */
@Command(
        name = "pub",
        description = {
            "Publishes messages and ends with 0 when each was acknowledged by every subscriber it went to (or had been"
                    + " unsubscribed meanwhile), with 1 when any was reported lost, none found a subscriber, or a subscriber refuses the topic.",
            "It waits for back-pressure and for acknowledgements as long as the session lives."
        })
final class PubCommand implements Callable<Integer> {

    private static final Duration LONG = Duration.ofHours(1);

    /** How long a publisher with {@code --join} waits for a subscriber without {@code --await}. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic, without wildcards.")
    private Topic topic;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "MESSAGE", description = "What to publish, in this order.")
    private List<String> messages = new ArrayList<>();

    @Option(
            names = "--lines",
            description = "Publishes each line of standard input, byte by byte as it is, without the line feed.")
    private boolean lines;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Publishes the MESSAGEs N times; with --lines ends after N lines; else publishes 1 to N.")
    private @Nullable Long count;

    @Option(names = "--rate", paramLabel = "R", description = "Messages a second, on average. Default: no limit.")
    private @Nullable Double rate;

    @Option(
            names = "--await",
            paramLabel = "N",
            description =
                    "Waits first, as long as it takes, until N subscriptions match; 0 does not wait. Default: with a"
                            + " node to join, waits for one, but at most 3 s.")
    private @Nullable Integer await;

    /** Set when a subscriber's grants refuse the topic. */
    private volatile NodeEvent.@Nullable AccessRefused refused;

    PubCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        checkUsage();
        CommandNode node = options.start(terminal);
        Publisher<ByteBuffer> publisher;
        boolean whole;
        try (node) {
            node.node().watch(this::watch);
            publisher = node.streamer().publisher(topic.name(), ByteBuffer.class);
            whole = publishAll(node, publisher);
        }
        // Read only now: messages that were not acknowledged when the node closed are reported lost.
        return report(publisher.statistics(), whole);
    }

    private void watch(NodeEvent event) {
        if (event instanceof NodeEvent.AccessRefused refusal
                && refusal.refusal().isByPeer()
                && refusal.refusal().permission() == Permission.PUBLISH
                && refusal.refusal().subject().equals(topic.name())) {
            refused = refusal;
        }
    }

    /** {@return true if everything was published, or the user ended it} */
    private boolean publishAll(CommandNode node, Publisher<ByteBuffer> publisher) throws IOException {
        boolean whole = true;
        try {
            awaitSubscribers(publisher);
            whole = publish(messages(node), publisher);
            while (!publisher.awaitAcknowledged(LONG)) {
                // an hour has passed; the session lives, so the wait continues
            }
        } catch (NotPublishedException | ClosedByInterruptException e) {
            if (!terminal.stop().requested()) {
                throw e;
            }
        }
        return whole;
    }

    private void awaitSubscribers(Publisher<ByteBuffer> publisher) {
        if (await != null) {
            while (!publisher.awaitSubscribers(await, LONG)) {
                // The request to wait indefinitely.
            }
        } else if (options.joins(terminal)) {
            publisher.awaitSubscribers(1, GRACE);
        }
    }

    private boolean publish(MessageSource source, Publisher<ByteBuffer> publisher) throws IOException {
        RateLimiter pacer = rate == null ? null : new RateLimiter(rate);
        long number = 0;
        for (ByteBuffer next = source.next(); next != null && !terminal.stop().requested(); next = source.next()) {
            if (pacer != null) {
                pacer.await();
            }
            number++;
            try {
                publisher.publish(next);
            } catch (LimitException e) {
                terminal.println((lines ? "line " : "message ") + number + " was not published: " + e.getMessage());
                return false;
            }
        }
        return true;
    }

    private MessageSource messages(CommandNode node) {
        if (lines) {
            long longest = node.node().config().session().maxMessageBytes();
            BoundedLineReader source = new BoundedLineReader(terminal.in(), longest);
            return count == null ? source::next : MessageSource.first(count, source::next);
        }
        long times = count == null ? 1 : count;
        return messages.isEmpty() ? MessageSource.numbers(times) : MessageSource.repeated(messages, times);
    }

    private int report(Publisher.Statistics statistics, boolean whole) {
        if (output.json()) {
            new LineWriter(terminal.out())
                    .lineNow(Json.object()
                            .put("event", "summary")
                            .put("accepted", statistics.accepted())
                            .put("unmatched", statistics.unmatched())
                            .put("acknowledged", statistics.acknowledged())
                            .put("lost", statistics.lost())
                            .toString());
        }
        String noun = lines ? "lines" : "messages";
        boolean alone = statistics.unmatched() > 0 && statistics.accepted() == 0;
        if (statistics.unmatched() > 0) {
            terminal.println(statistics.unmatched() + " " + noun + " matched no subscription"
                    + (alone ? ": no subscriber of " + topic + " was found" : ""));
        }
        if (statistics.lost() > 0) {
            terminal.println(statistics.lost() + " " + noun
                    + " were reported lost: not confirmed before the session ended, each may have been delivered");
        }
        NodeEvent.AccessRefused refusal = refused;
        if (refusal != null) {
            terminal.println("publish " + topic + " is not granted by " + refusal.name() + ", by "
                    + refusal.refusal().rule());
        }
        return whole && !alone && refusal == null && statistics.lost() == 0 ? ExitStatus.OK : ExitStatus.FAILURE;
    }

    private void checkUsage() {
        if (lines && !messages.isEmpty()) {
            throw wrong("--lines reads the messages from standard input: leave out MESSAGE, or --lines");
        }
        if (!lines && messages.isEmpty() && count == null) {
            throw wrong("Nothing to publish: expected MESSAGE, --lines or --count");
        }
        if (count != null && count < 0) {
            throw wrong("Invalid value for option '--count': expected 0 or more, got " + count);
        }
        if (rate != null && !(rate > 0 && rate <= 1e9)) {
            throw wrong("Invalid value for option '--rate': expected more than 0 and at most 1e9, got " + rate);
        }
        if (await != null && await < 0) {
            throw wrong("Invalid value for option '--await': expected 0 or more, got " + await);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
