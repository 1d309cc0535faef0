package chaski.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.codec.Codec;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.remote.Remote;
import chaski.api.streamer.Streamer;
import chaski.codec.jackson.CborCodec;
import chaski.codec.jackson.JsonCodec;
import chaski.node.DefaultNodeFactory;
import chaski.remote.RemoteProvider;
import chaski.streamer.StreamerProvider;
import chaski.testkit.network.LiveNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands in Gogo's own interpreter, with two nodes, of which "here" is a node of the framework. */
final class ShellTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LiveNetwork network = new LiveNetwork(1);
    private final List<Node> running = new ArrayList<>();
    private final LocalNodes nodes = new LocalNodes();
    private final ThreadIOImpl threads = new ThreadIOImpl();
    private final CommandProcessorImpl processor = new CommandProcessorImpl(threads);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private CommandSession session;
    private Node here;
    private Node there;

    /** Exported by "there". */
    public static final class Calculator {

        private volatile int offset;

        /** Adds. */
        public int add(int a, int b) {
            return a + b + offset;
        }

        /** Fails. */
        public int fail() {
            throw new IllegalStateException("no paper");
        }

        /** {@return what is added to each sum} */
        public int getOffset() {
            return offset;
        }

        /** Sets what is added to each sum. */
        public void setOffset(int value) {
            offset = value;
        }
    }

    /** Has a method that returns a stream. */
    public interface Counting {

        /** {@return numbers} */
        Flow.Publisher<Integer> numbers();
    }

    /** Receives nothing. */
    private static final class Subscribed implements Flow.Subscriber<Integer> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(Integer item) {
            throw new AssertionError("expected no item, got " + item);
        }

        @Override
        public void onError(Throwable failure) {
            // the nodes are closed
        }

        @Override
        public void onComplete() {
            // the nodes are closed
        }
    }

    /** Copies its input, as the command of that name. */
    public static final class Copy {

        /** Copies it. */
        public void cat() throws IOException {
            Process process = Process.Utils.current();
            process.in().transferTo(process.out());
            process.out().flush();
        }
    }

    @BeforeEach
    void start() {
        there = node("there");
        here = node("here");
        nodes.bindNode(here, Map.of("chaski.node.pid", "chaski.node~here"));
        await().atMost(PATIENCE)
                .until(() ->
                        here.peer(there.id()).isPresent() && !there.directory().isEmpty());
        threads.start();
        command(new DiagnosisCommands(nodes), "stats", "streams", "log", "ping");
        command(new MessageCommands(nodes), "pub", "sub");
        command(new CallCommands(nodes), "call", "get", "set");
        processor.addCommand("test", new Copy(), "cat");
        session = processor.createSession(new ByteArrayInputStream(new byte[0]), out, out);
    }

    private void command(Object component, String... names) {
        for (String name : names) {
            processor.addCommand("chaski", component, name);
        }
    }

    private Node node(String host) {
        Node.Builder builder = Chaski.node().name(host).listen("mem://" + host + ":1");
        if (!running.isEmpty()) {
            builder.join("mem://there:1");
        }
        List<Codec> codecs = List.of(new CborCodec(), new JsonCodec());
        Node node = new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(
                                List.of(network.transport(host)),
                                codecs,
                                List.of(new StreamerProvider(), new RemoteProvider())));
        running.add(node);
        return node;
    }

    @AfterEach
    void stop() {
        session.close();
        threads.stop();
        processor.stop();
        running.forEach(Node::close);
        network.close();
    }

    private List<String> run(String command) throws Exception {
        out.reset();
        Object result = session.execute(command);
        assertThat(result).as("commands print, and return nothing").isNull();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void everyCommandPrintsItsHelp() throws Exception {
        for (String name : List.of("stats", "streams", "log", "ping", "pub", "sub", "call", "get", "set")) {
            assertThat(run("chaski:" + name + " --help").get(0)).startsWith("chaski:" + name + " [OPTIONS]");
        }
        assertThat(run("chaski:pub -h")).first().isEqualTo("chaski:pub [OPTIONS] TOPIC TEXT");
        assertThat(run("chaski:pub -h")).anyMatch(line -> line.matches(" +-c, --count VALUE +How many times.*"));
    }

    @Test
    void wrongUseNamesWhatIsExpected() {
        assertThatThrownBy(() -> run("chaski:pub lab.x"))
                .hasMessage("expected 2 arguments, got [lab.x]; see chaski:pub --help");
        assertThatThrownBy(() -> run("chaski:pub --cuont 3 lab.x y"))
                .hasMessageStartingWith("unknown option '--cuont', expected one of [")
                .hasMessageContaining("--count");
        assertThatThrownBy(() -> run("chaski:pub --count many lab.x y"))
                .hasMessageStartingWith("--count: expected a number from 1 to 1000000, got 'many'");
        assertThatThrownBy(() -> run("chaski:log --level loud"))
                .hasMessageContaining("expected one of [INFO, WARNING, ERROR], got 'loud'");
        assertThatThrownBy(() -> run("chaski:stats --node nowhere"))
                .hasMessage("no node of this framework is called 'nowhere'; expected one of here (chaski.node~here)");
    }

    @Test
    void severalNodesAreSelectedByNameOrPid() throws Exception {
        nodes.bindNode(there, Map.of("chaski.node.pid", "chaski.node~there"));

        assertThatThrownBy(() -> run("chaski:ping there"))
                .hasMessageContaining("--node")
                .hasMessageContaining("here (chaski.node~here), there (chaski.node~there)");
        assertThat(run("chaski:ping --node here --count 1 there"))
                .first()
                .asString()
                .startsWith("seq=1 peer=there");
        assertThat(run("chaski:ping -n chaski.node~there -c 1 here"))
                .first()
                .asString()
                .startsWith("seq=1 peer=here");

        nodes.unbindNode(there);
        assertThat(run("chaski:ping --count 1 there"))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("average ");
        assertThatThrownBy(() -> run("chaski:ping nobody"))
                .hasMessage("node here has no session with 'nobody'; its peers are [there]");
    }

    @Test
    void withoutANodeTheMessageSaysHowToMakeOne() {
        nodes.unbindNode(here);

        assertThatThrownBy(() -> run("chaski:stats")).hasMessageContaining("factory PID chaski.node");
    }

    @Test
    void aPublishedTextArrivesAndItsAcknowledgementIsReported() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        there.service(Streamer.class).subscribe("lab.x", String.class, message -> received.add(message.payload()));

        assertThat(run("chaski:pub --await 1 --count 3 lab.x 'two words'"))
                .containsExactly("accepted 3, acknowledged 3, unmatched 0, lost 0");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(received).containsExactly("two words", "two words", "two words"));
        assertThatThrownBy(() -> run("chaski:pub lab.nothing x")).hasMessage("no subscription matches lab.nothing");
    }

    @Test
    void aSubscriptionPrintsWhatArrives() throws Exception {
        CountDownLatch published = new CountDownLatch(1);
        var publisher = there.service(Streamer.class).publisher("lab.temp", String.class);
        Thread other = new Thread(() -> {
            if (publisher.awaitSubscribers(1, PATIENCE)) {
                publisher.publish("21.5\u001b[31m");
                publisher.publish("22");
                published.countDown();
            }
        });
        other.start();

        assertThat(run("chaski:sub --count 2 --seconds 60 'lab.>'"))
                .containsExactly("lab.temp\t21.5 [31m", "lab.temp\t22");
        assertThat(published.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void objectsAreCalledReadAndWritten() throws Exception {
        there.service(Remote.class).export("calculator", Calculator.class, new Calculator());

        assertThat(run("chaski:call calculator add 2 3")).containsExactly("5");
        assertThat(run("chaski:set calculator offset 10")).containsExactly("offset is set");
        assertThat(run("chaski:get calculator offset")).containsExactly("10");
        assertThat(run("chaski:call calculator add 2 3")).containsExactly("15");
        assertThatThrownBy(() -> run("chaski:call calculator fail")).hasMessageContaining("no paper");
        assertThatThrownBy(() -> run("chaski:call nobody add"))
                .hasMessage("no node exports 'nobody'; exported are calculator");
    }

    @Test
    void countersAreFilteredByTheBeginningOfTheirNames() throws Exception {
        assertThat(run("chaski:stats sessions. | cat"))
                .isNotEmpty()
                .allMatch(line -> line.matches("here\tsessions\\.[a-zA-Z]+\t[0-9]+"));
        assertThat(run("chaski:stats sessions.")).first().asString().matches("NODE +COUNTER +VALUE");
        assertThat(run("chaski:stats | cat"))
                .hasSizeGreaterThan(run("chaski:stats sessions. | cat").size());
    }

    @Test
    void streamsOfCallsAreCounted() throws Exception {
        there.service(Remote.class).export("counting", Counting.class, () -> subscriber -> {});
        Counting counting = here.service(Remote.class).proxy("counting", Counting.class);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> counting.numbers() != null);
        counting.numbers().subscribe(new Subscribed());

        assertThat(run("chaski:streams | cat")).containsExactly("here\tstreams.opened\t1");
    }

    @Test
    void theLatestEventsAreListed() throws Exception {
        await().atMost(PATIENCE).until(() -> !run("chaski:log").isEmpty());
        there.close();

        await().atMost(PATIENCE).until(() -> run("chaski:log").stream().anyMatch(line -> line.contains("PeerDown[")));
        assertThat(run("chaski:log --count 1 --level warning | cat"))
                .singleElement()
                .asString()
                .contains("\there\tWARNING\t")
                .doesNotContain("at=");
    }
}
