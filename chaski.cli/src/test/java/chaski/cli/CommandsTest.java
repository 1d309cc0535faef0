package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CommandsTest {

    @Test
    void nodePrintsWhereItIsReachedAndEndsWellOnASignal() {
        try (RunningCommand node = RunningCommand.start("node", "--name", "alice")) {
            assertThat(node.ready().group(1)).isEqualTo("alice");
            assertThat(node.endpoint()).startsWith("tcp://127.0.0.1:");

            node.signal();

            assertThat(node.status()).isEqualTo(ExitStatus.OK);
            assertThat(node.terminal().outLines()).hasSize(1);
        }
    }

    @Test
    void unspecifiedAddressIsNotPrintedNorAdvertised() {
        try (RunningCommand hub =
                        RunningCommand.start("node", "--name", "hub", "--listen", "tcp://0.0.0.0:0", "--insecure");
                RunningCommand nodes =
                        RunningCommand.start("nodes", "--json", "--insecure", "--join", hub.endpoint())) {
            assertThat(hub.ready().group(3)).doesNotContain("0.0.0.0");
            assertThat(nodes.status()).isEqualTo(ExitStatus.OK);
            assertThat(nodes.terminal().out()).contains(hub.endpoint()).doesNotContain("0.0.0.0");
        }
    }

    @Test
    void everyCommandThatListensAdvertisesTheGivenEndpoints() {
        String gateway = "tcp://gateway.example:7601";
        for (String command : List.of("node", "sub lab.x", "serve calc=chaski.examples.Calculator")) {
            List<String> line = new ArrayList<>(List.of(command.split(" ")));
            line.addAll(List.of("--advertise", gateway, "--listen", "tcp://127.0.0.1:0", "--name", "a"));
            try (RunningCommand running = RunningCommand.start(line.toArray(String[]::new))) {
                assertThat(running.ready().group(3)).isEqualTo(gateway);
            }
        }
    }

    @Test
    void nodeAsJsonIsOneObject() {
        try (RunningCommand node = RunningCommand.start("node", "--name", "al ice", "--json")) {
            await().until(() -> !node.terminal().outLines().isEmpty());

            assertThat(node.terminal().out())
                    .startsWith("{\"event\":\"ready\",\"name\":\"al ice\",\"id\":\"")
                    .contains("\"endpoints\":[\"tcp://127.0.0.1:");
        }
    }

    @Test
    void portThatIsTakenIsOneLineAndAFailure() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningCommand node =
                        RunningCommand.start("node", "--listen", "tcp://127.0.0.1:" + taken.getLocalPort())) {
            assertThat(node.status()).isEqualTo(ExitStatus.FAILURE);
            assertThat(node.terminal().out()).isEmpty();
            assertThat(errors(node)).singleElement().asString().contains(Integer.toString(taken.getLocalPort()));
        }
    }

    private static String one(RunningCommand command, int status) {
        assertThat(command.status()).isEqualTo(status);
        List<String> lines = status == ExitStatus.OK ? command.terminal().outLines() : errors(command);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    @Test
    void servedObjectsAreCalledReadAndWritten() {
        try (RunningCommand serve = RunningCommand.start("serve", "calc=chaski.examples.Calculator")) {
            String at = serve.endpoint();

            assertThat(one(RunningCommand.start("call", "calc", "add", "2", "3", "--join", at), ExitStatus.OK))
                    .isEqualTo("5");
            assertThat(one(
                            RunningCommand.start("call", "calc", "add", "2.5", "3", "--join", at, "--json"),
                            ExitStatus.OK))
                    .isEqualTo("{\"result\":5.5}");
            assertThat(one(RunningCommand.start("get", "calc", "precision", "--join", at), ExitStatus.OK))
                    .isEqualTo("2");
            assertThat(RunningCommand.start("set", "calc", "precision", "4", "--join", at)
                            .status())
                    .isEqualTo(ExitStatus.OK);
            assertThat(one(RunningCommand.start("get", "calc", "precision", "--json", "--join", at), ExitStatus.OK))
                    .isEqualTo("{\"value\":4}");
            assertThat(one(RunningCommand.start("call", "calc", "divide", "2", "3", "--join", at), ExitStatus.OK))
                    .isEqualTo("0.6667");
            RunningCommand describe = RunningCommand.start("call", "calc", "--describe", "--join", at);
            assertThat(describe.status()).isEqualTo(ExitStatus.OK);
            assertThat(describe.terminal().outLines()).contains("int add(int, int)", "int precision");

            serve.signal();
            assertThat(serve.status()).isEqualTo(ExitStatus.OK);
        }
    }

    @Tag("slow")
    @Test
    void wrongNamesAndArgumentsOfCallsAreOneLineAndAFailure() {
        try (RunningCommand serve = RunningCommand.start("serve", "calc=chaski.examples.Calculator")) {
            String at = serve.endpoint();

            assertThat(one(RunningCommand.start("call", "calk", "add", "2", "3", "--join", at), ExitStatus.FAILURE))
                    .contains("'calk'")
                    .contains("they export calc");
            assertThat(one(
                            RunningCommand.start("call", "calc", "subtract", "2", "3", "--join", at),
                            ExitStatus.FAILURE))
                    .contains("there is no method subtract");
            assertThat(one(RunningCommand.start("call", "calc", "add", "2", "--join", at), ExitStatus.FAILURE))
                    .contains("do not fit");
            assertThat(one(RunningCommand.start("call", "calc", "add", "two", "3", "--join", at), ExitStatus.FAILURE))
                    .contains("expected JSON");
            assertThat(one(RunningCommand.start("call", "calc", "divide", "1", "0", "--join", at), ExitStatus.FAILURE))
                    .contains("division by zero");
            assertThat(one(RunningCommand.start("get", "calc", "size", "--join", at), ExitStatus.FAILURE))
                    .contains("there is no attribute size");
            assertThat(one(RunningCommand.start("set", "calc", "precision", "\"x\"", "--join", at), ExitStatus.FAILURE))
                    .contains("precision");
            assertThat(one(RunningCommand.start("serve", "x=chaski.examples.None"), ExitStatus.FAILURE))
                    .contains("chaski.examples.None");
        }
    }

    @Test
    void itemsOfAStreamAreLinesAndWhatAMethodThrowsIsItsOwn() {
        try (RunningCommand serve =
                RunningCommand.start("serve", "numbers=chaski.cli.NumberService", "list=java.util.ArrayList")) {
            String at = serve.endpoint();

            RunningCommand items = RunningCommand.start("call", "numbers", "upTo", "3", "--join", at);
            assertThat(items.status()).isEqualTo(ExitStatus.OK);
            assertThat(items.terminal().outLines()).containsExactly("1", "2", "3");
            RunningCommand failing = RunningCommand.start("call", "numbers", "upTo", "-2", "--join", at, "--json");
            assertThat(failing.status()).isEqualTo(ExitStatus.FAILURE);
            assertThat(failing.terminal().outLines()).containsExactly("{\"item\":1}", "{\"item\":2}");
            assertThat(errors(failing)).singleElement().asString().contains("no more numbers");
            assertThat(one(RunningCommand.start("call", "numbers", "object", "--join", at), ExitStatus.FAILURE))
                    .contains("stays where it is");
            assertThat(one(RunningCommand.start("call", "list", "get", "7", "--join", at), ExitStatus.FAILURE))
                    .contains("the method threw java.lang.IndexOutOfBoundsException")
                    .doesNotContain("internal error");
        }
    }

    @Test
    void schemeWithoutTransportIsOneLineAndAFailure() {
        try (RunningCommand ping = RunningCommand.start("ping", "carrier-pigeon://127.0.0.1:1", "--count", "1")) {
            assertThat(ping.status()).isEqualTo(ExitStatus.FAILURE);
            assertThat(errors(ping)).singleElement().asString().contains("carrier-pigeon");
        }
    }

    @Test
    void linesArriveInOrderAndOnceAndBothSidesEndWell() {
        String lines = IntStream.rangeClosed(1, 50_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
        try (RunningCommand sub = RunningCommand.start("sub", "lab.>", "--count", "50000");
                RunningCommand pub = RunningCommand.startWith(
                        lines, "pub", "lab.x", "--lines", "--join", sub.endpoint(), "--await", "1")) {
            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.terminal().out()).isEqualTo(lines);
            assertThat(errors(pub)).isEmpty();
            assertThat(errors(sub)).isEmpty();
        }
    }

    @Test
    void linesOfAnyBytesArriveAsTheyAre() {
        byte[] bytes = new byte[600_000];
        for (int i = 0; i < bytes.length; i++) {
            // Lines of 0, 1, 2, … bytes, and one of more than half a megabyte.
            bytes[i] = (byte) (i < 60_000 ? i * i / 256 : i % 251 + 11);
        }
        bytes[bytes.length - 1] = '\r';
        long lines =
                IntStream.range(0, bytes.length).filter(i -> bytes[i] == '\n').count() + 1;
        try (RunningCommand sub = RunningCommand.start("sub", "lab.x", "--count", Long.toString(lines));
                RunningCommand pub = RunningCommand.startWith(
                        new ByteArrayInputStream(bytes),
                        "pub",
                        "lab.x",
                        "--lines",
                        "--join",
                        sub.endpoint(),
                        "--await",
                        "1")) {
            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            byte[] printed = sub.terminal().outBytes();
            assertThat(printed).hasSize(bytes.length + 1).startsWith(bytes).endsWith('\r', '\n');
        }
    }

    @Test
    void lineBeyondTheLimitIsRefusedAndWhatCameBeforeIsDelivered() {
        try (RunningCommand sub = RunningCommand.start("sub", "lab.x", "--count", "1");
                RunningCommand pub = RunningCommand.startWith(
                        "before\n" + "x".repeat(5 << 20) + "\n",
                        "pub",
                        "lab.x",
                        "--lines",
                        "--join",
                        sub.endpoint(),
                        "--await",
                        "1")) {
            assertThat(pub.status()).isEqualTo(ExitStatus.FAILURE);
            assertThat(errors(pub)).singleElement().asString().startsWith("chaski: line 2 was not published: ");
            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.terminal().outLines()).containsExactly("before");
        }
    }

    @Test
    void pubThatFindsNoSubscriberFailsWithOneLine() {
        try (RunningCommand pub = RunningCommand.startWith("a\nb\nc", "pub", "lab.x", "--lines")) {
            assertThat(pub.status()).isEqualTo(ExitStatus.FAILURE);
            assertThat(errors(pub))
                    .containsExactly("chaski: 3 lines matched no subscription: no subscriber of lab.x was found");
        }
    }

    @Test
    void pubOfNothingNeedsNoSubscriber() {
        try (RunningCommand pub = RunningCommand.startWith("", "pub", "lab.x", "--lines")) {
            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
            assertThat(errors(pub)).isEmpty();
        }
    }

    /** The subscriber ends with its first message; the last one is published after it has gone. */
    @Test
    void unmatchedMessagesAreCountedWhenOthersMatched() throws IOException {
        try (RunningCommand sub = RunningCommand.start("sub", "lab.x", "--count", "1");
                PipedInputStream piped = new PipedInputStream();
                RunningCommand pub = RunningCommand.startWith(
                        piped, "pub", "lab.x", "--lines", "--await", "1", "--join", sub.endpoint())) {
            try (PipedOutputStream input = new PipedOutputStream(piped)) {
                input.write("a\n".getBytes(StandardCharsets.UTF_8));
                assertThat(sub.status()).isEqualTo(ExitStatus.OK);
                await().until(() ->
                        pub.terminal().errLines().stream().anyMatch(line -> line.startsWith("EVENT peer-down")));
                input.write("b\n".getBytes(StandardCharsets.UTF_8));
            }

            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
            assertThat(errors(pub)).containsExactly("chaski: 1 lines matched no subscription");
        }
    }

    @Test
    void pubPublishesItsArgumentsSeveralTimesOrCounts() {
        try (RunningCommand sub = RunningCommand.start("sub", "lab.*", "--count", "7")) {
            assertThat(RunningCommand.start("pub", "lab.x", "a", "b", "--count", "2", "--join", sub.endpoint())
                            .status())
                    .isEqualTo(ExitStatus.OK);
            assertThat(RunningCommand.start("pub", "lab.y", "--count", "3", "--rate", "100", "--join", sub.endpoint())
                            .status())
                    .isEqualTo(ExitStatus.OK);
            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.terminal().outLines()).containsExactly("a", "b", "a", "b", "1", "2", "3");
        }
    }

    @Test
    void endpointToJoinMayComeFromTheEnvironment() {
        try (RunningCommand sub = RunningCommand.start("sub", "lab.x", "--count", "1");
                RunningCommand pub = RunningCommand.startIn(
                        Map.of("CHASKI_JOIN", " , " + sub.endpoint()), "pub", "lab.x", "hello", "--await", "1")) {
            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.terminal().outLines()).containsExactly("hello");
        }
    }

    @Test
    void subPrintsJsonObjects() {
        try (RunningCommand sub = RunningCommand.start("sub", "lab.x", "--count", "1", "--json");
                RunningCommand pub = RunningCommand.start(
                        "pub", "lab.x", "say \"hi\"", "--json", "--await", "1", "--join", sub.endpoint())) {
            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.terminal().outLines())
                    .singleElement()
                    .asString()
                    .startsWith("{\"topic\":\"lab.x\",\"sequence\":1,\"timestamp\":\"")
                    .endsWith("\"payload\":\"say \\\"hi\\\"\"}");
            assertThat(pub.terminal().outLines())
                    .containsExactly(
                            "{\"event\":\"summary\",\"accepted\":1,\"unmatched\":0,\"acknowledged\":1,\"lost\":0}");
        }
    }

    @Test
    void signalEndsSubWithSuccessAfterPrintingWhatHasArrived() throws IOException {
        PipedOutputStream feed = new PipedOutputStream();
        try (RunningCommand sub = RunningCommand.start("sub", "lab.x");
                RunningCommand pub = RunningCommand.startWith(
                        new PipedInputStream(feed),
                        "pub",
                        "lab.x",
                        "--lines",
                        "--join",
                        sub.endpoint(),
                        "--await",
                        "1")) {
            feed.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
            feed.flush();
            await().until(() -> sub.terminal().outLines().size() == 2);

            sub.signal();

            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.terminal().outLines()).containsExactly("one", "two");
            feed.close();
            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
        }
    }

    @Test
    void signalEndsPubThatWaitsForInputOrForASubscriber() throws IOException {
        try (PipedOutputStream feed = new PipedOutputStream();
                RunningCommand reading =
                        RunningCommand.startWith(new PipedInputStream(feed), "pub", "lab.x", "--lines");
                RunningCommand waiting = RunningCommand.start("pub", "lab.x", "message", "--await", "1")) {
            reading.signal();
            waiting.signal();

            assertThat(reading.status()).isEqualTo(ExitStatus.OK);
            assertThat(waiting.status()).isEqualTo(ExitStatus.OK);
        }
    }

    @Test
    void endpointThatIsDeadIsReportedWhileTheNodeRetries() throws IOException {
        try (RunningCommand sub = RunningCommand.start("sub", "lab.x", "--join", deadEndpoint())) {
            await().until(() ->
                    sub.terminal().errLines().stream().anyMatch(l -> l.startsWith("EVENT unreachable endpoint=tcp:")));

            assertThat(sub.isRunning()).isTrue();
        }
    }

    /** Both advertise a port on which no process listens, and learn of each other from a third node. */
    @Test
    void nodesThatCannotReachEachOtherBothPrintWhy() throws IOException {
        String dead = deadEndpoint();
        try (RunningCommand hub = RunningCommand.start("node", "--name", "hub");
                RunningCommand sub =
                        RunningCommand.start("sub", "lab.x", "--advertise", dead, "--join", hub.endpoint());
                RunningCommand pub = RunningCommand.start(
                        "node", "--topic", "lab.x", "--advertise", dead, "--join", hub.endpoint())) {
            for (RunningCommand one : List.of(sub, pub)) {
                await().until(() -> one.terminal().errLines().stream()
                        .anyMatch(line -> line.startsWith("EVENT unreachable endpoint=" + dead + " id=")
                                && line.toLowerCase(Locale.ROOT).contains("refused")));
            }
        }
    }

    @Test
    void pingMeasuresAndSumsUp() {
        try (RunningCommand node = RunningCommand.start("node", "--name", "alice");
                RunningCommand ping = RunningCommand.start("ping", node.endpoint(), "--count", "2", "--size", "1000")) {
            assertThat(ping.status()).isEqualTo(ExitStatus.OK);
            List<String> lines = ping.terminal().outLines();
            assertThat(lines).hasSize(7);
            assertThat(lines.get(0)).startsWith("PING alice (tcp://127.0.0.1:").endsWith("): 1000 bytes");
            assertThat(lines.get(1)).matches("seq=1 time=[0-9]+\\.[0-9]{3} ms");
            assertThat(lines.get(2)).matches("seq=2 time=[0-9]+\\.[0-9]{3} ms");
            assertThat(lines.get(4)).isEqualTo("--- alice ping statistics ---");
            assertThat(lines.get(5)).startsWith("2 transmitted, 2 received, 0% loss, time ");
            assertThat(lines.get(6)).matches("rtt min/avg/max/mdev = [0-9.]+/[0-9.]+/[0-9.]+/[0-9.]+ ms");
            assertThat(errors(ping)).isEmpty();
        }
    }

    @Test
    void pingFindsANodeByNameThroughAnother() {
        try (RunningCommand hub = RunningCommand.start("node", "--name", "hub");
                RunningCommand bob = RunningCommand.start("node", "--name", "bob", "--join", hub.endpoint());
                RunningCommand ping = RunningCommand.start(
                        "ping", bob.ready().group(1), "--count", "1", "--json", "--join", hub.endpoint())) {
            assertThat(ping.status()).isEqualTo(ExitStatus.OK);
            assertThat(ping.terminal().outLines()).hasSize(2);
            assertThat(ping.terminal().outLines().get(0)).matches("\\{\"seq\":1,\"rttUs\":[0-9.]+}");
            assertThat(ping.terminal().outLines().get(1))
                    .startsWith("{\"event\":\"summary\",\"name\":\"bob\",\"id\":\""
                            + bob.ready().group(2) + "\"");
        }
    }

    @Test
    @Tag("slow")
    void pingOfAnUnknownNameIsOneLineAndAFailure() {
        try (RunningCommand hub = RunningCommand.start("node", "--name", "hub");
                RunningCommand ping = RunningCommand.start("ping", "nobody", "--join", hub.endpoint())) {
            assertThat(ping.status()).isEqualTo(ExitStatus.FAILURE);
            assertThat(errors(ping)).singleElement().asString().contains("nobody");
        }
    }

    @Test
    void deadPortIsOneLineAndAFailureForAnObserver() throws IOException {
        for (String[] command : new String[][] {
            {"ping", deadEndpoint()}, {"nodes", "--join", deadEndpoint()}, {"nodes", "--json", "--join", deadEndpoint()}
        }) {
            try (RunningCommand running = RunningCommand.start(command)) {
                assertThat(running.status()).isEqualTo(ExitStatus.FAILURE);
                assertThat(running.terminal().out()).isEmpty();
                assertThat(running.terminal().errLines())
                        .singleElement()
                        .asString()
                        .startsWith("chaski: no node answers at tcp://127.0.0.1:");
            }
        }
    }

    @Test
    void nodesListsTheLinksOfEachNode() {
        try (RunningCommand hub = RunningCommand.start("node", "--name", "hub");
                RunningCommand b =
                        RunningCommand.start("node", "--name", "b", "--topic", "lab.x", "--join", hub.endpoint());
                RunningCommand c =
                        RunningCommand.start("node", "--name", "c", "--topic", "lab.>", "--join", hub.endpoint())) {
            await().until(() -> pairedWith(b, "c") && pairedWith(c, "b"));

            try (RunningCommand nodes = RunningCommand.start("nodes", "--json", "--join", hub.endpoint())) {
                assertThat(nodes.status()).isEqualTo(ExitStatus.OK);
                List<String> lines = nodes.terminal().outLines();
                assertThat(lines).hasSize(3);
                assertThat(lines.get(0))
                        .contains("\"name\":\"b\"", "\"topics\":[\"lab.x\"]", "{\"name\":\"c\"", "{\"name\":\"hub\"");
                assertThat(lines.get(1))
                        .contains("\"name\":\"c\"", "\"topics\":[\"lab.>\"]", "{\"name\":\"b\"", "\"link\":\"tcp\"");
                assertThat(lines.get(2)).contains("\"name\":\"hub\"", "\"state\":\"alive\"", hub.endpoint());
                assertThat(lines).noneMatch(line -> line.contains("\"nodes-"));
            }
            try (RunningCommand nodes = RunningCommand.startIn(Map.of("CHASKI_JOIN", c.endpoint()), "nodes")) {
                assertThat(nodes.status()).isEqualTo(ExitStatus.OK);
                assertThat(nodes.terminal().outLines()).hasSize(4);
            }
        }
    }

    private static boolean pairedWith(RunningCommand node, String name) {
        return node.terminal().errLines().stream().anyMatch(l -> l.startsWith("EVENT paired name=" + name + " "));
    }

    /** {@return the lines on standard error except events and the READY line} */
    private static List<String> errors(RunningCommand command) {
        return command.terminal().errLines().stream()
                .filter(line -> !line.startsWith("EVENT ") && !line.startsWith("READY "))
                .toList();
    }

    private static String deadEndpoint() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "tcp://127.0.0.1:" + socket.getLocalPort();
        }
    }
}
