package chaski.shell;

import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands that publish and subscribe. */
@Component(
        service = MessageCommands.class,
        property = {"osgi.command.scope=chaski", "osgi.command.function=pub", "osgi.command.function=sub"})
public final class MessageCommands {

    /** As for the command {@code chaski pub}: a node that shares the topic is found within that time. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final LocalNodes nodes;

    /**
     * Called by the component runtime.
     *
     * @param nodes the nodes of this framework
     */
    @Activate
    public MessageCommands(@Reference LocalNodes nodes) {
        this.nodes = nodes;
    }

    /**
     * Publishes a text.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node of which local node
     * @param count how many times
     * @param await how many subscriptions must match first
     * @param arguments the topic and the text
     */
    @Descriptor("Publishes a text and waits until every subscriber has acknowledged it, for at most a minute.")
    public void pub(
            CommandSession session,
            @Descriptor(CommandHelp.HELP)
                    @Parameter(
                            names = {"-h", "--help"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean help,
            @Descriptor(CommandHelp.NODE)
                    @Parameter(
                            names = {"-n", "--node"},
                            absentValue = "")
                    String node,
            @Descriptor("How many times, 1 to 1000000; default: 1.")
                    @Parameter(
                            names = {"-c", "--count"},
                            absentValue = "1")
                    String count,
            @Descriptor(
                            "Waits first until so many subscriptions match, for at most a minute; default: one, at most 3 s.")
                    @Parameter(
                            names = {"-w", "--await"},
                            absentValue = "")
                    String await,
            @Descriptor("TOPIC TEXT") String[] arguments) {
        CommandCall.begin(this, "pub", session, help, arguments, 2, 2).ifPresent(call -> {
            int times = call.number("--count", count, 1, 1_000_000);
            int wanted = await.isEmpty() ? 1 : call.number("--await", await, 0, 1_000_000);
            String payload = call.argument(1);
            Streamer streamer = nodes.one(node).service(Streamer.class);
            try (Publisher<String> publisher = streamer.publisher(call.argument(0), String.class)) {
                boolean found = publisher.awaitSubscribers(wanted, await.isEmpty() ? GRACE : LONGEST);
                if (!found && !await.isEmpty()) {
                    throw new ShellException("nothing was published: " + publisher.subscribers() + " of " + wanted
                            + " subscriptions match " + publisher.topic());
                }
                for (int i = 0; i < times; i++) {
                    publisher.publish(payload, LONGEST);
                }
                publisher.awaitAcknowledged(LONGEST);
                report(call, publisher);
            }
        });
    }

    private static void report(CommandCall call, Publisher<String> publisher) {
        Publisher.Statistics statistics = publisher.statistics();
        if (statistics.accepted() == 0) {
            throw new ShellException("no subscription matches " + publisher.topic());
        }
        call.print("accepted " + statistics.accepted() + ", acknowledged " + statistics.acknowledged() + ", unmatched "
                + statistics.unmatched() + ", lost " + statistics.lost());
    }

    /**
     * Prints messages.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node of which local node
     * @param count how many
     * @param seconds how long
     * @param arguments the pattern
     */
    @Descriptor("Prints the topic and the payload of each message that matches.")
    public void sub(
            CommandSession session,
            @Descriptor(CommandHelp.HELP)
                    @Parameter(
                            names = {"-h", "--help"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean help,
            @Descriptor(CommandHelp.NODE)
                    @Parameter(
                            names = {"-n", "--node"},
                            absentValue = "")
                    String node,
            @Descriptor("Ends after so many messages, 1 to 1000000; default: 10.")
                    @Parameter(
                            names = {"-c", "--count"},
                            absentValue = "10")
                    String count,
            @Descriptor("Ends after so many seconds, 1 to 3600; default: 10.")
                    @Parameter(
                            names = {"-s", "--seconds"},
                            absentValue = "10")
                    String seconds,
            @Descriptor("PATTERN") String[] arguments) {
        CommandCall.begin(this, "sub", session, help, arguments, 1, 1).ifPresent(call -> {
            int most = call.number("--count", count, 1, 1_000_000);
            long endNs = System.nanoTime()
                    + Duration.ofSeconds(call.number("--seconds", seconds, 1, 3_600))
                            .toNanos();
            Streamer streamer = nodes.one(node).service(Streamer.class);
            try (Subscription<byte[]> in = streamer.subscribe(call.argument(0), byte[].class)) {
                for (int i = 0; i < most; i++) {
                    // an interrupt, as by Ctrl-C, ends the wait
                    Optional<Message<byte[]>> next = in.next(left(endNs));
                    if (next.isEmpty()) {
                        break;
                    }
                    call.print(line(next.get()));
                }
            }
        });
    }

    private static Duration left(long endNs) {
        return Duration.ofNanos(Math.max(0, endNs - System.nanoTime()));
    }

    private static String line(Message<byte[]> message) {
        return message.topic().name() + "\t" + ShellText.line(new String(message.payload(), StandardCharsets.UTF_8));
    }
}
