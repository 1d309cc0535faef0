package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is shipped, in separate processes: streams, signals, and which output receives what. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ShippedCommandIT {

    private static final int LINES = 200_000;

    @TempDir
    private Path folder;

    @Test
    void linesOfAPipeArriveInOrderAndOnce() throws Exception {
        try (ChaskiProcess sub = ChaskiProcess.start(folder, "sub", "lab.>", "--count", Integer.toString(LINES));
                ChaskiProcess pub = ChaskiProcess.shell(
                        folder,
                        "seq " + LINES + " | exec \"$CHASKI\" pub lab.x --lines --await 1 --join " + sub.endpoint())) {
            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.out()).isEqualTo(numbers(1, LINES));
            assertThat(pub.errors()).isEmpty();
            assertThat(sub.errors()).isEmpty();
        }
    }

    @Test
    @Tag("slow")
    void aServedCalculatorIsCalledFromAnotherProcess() throws Exception {
        try (ChaskiProcess serve = ChaskiProcess.start(folder, "serve", "calc=chaski.examples.Calculator")) {
            try (ChaskiProcess call =
                    ChaskiProcess.start(folder, "call", "calc", "add", "2", "3", "--join", serve.endpoint())) {
                assertThat(call.status()).isEqualTo(ExitStatus.OK);
                assertThat(call.out()).isEqualTo("5\n");
                assertThat(call.errors()).isEmpty();
            }
            try (ChaskiProcess call =
                    ChaskiProcess.start(folder, "call", "calc", "add", "2", "--join", serve.endpoint())) {
                assertThat(call.status()).isEqualTo(ExitStatus.FAILURE);
                assertThat(call.errors()).hasSize(1);
            }
            serve.signal("TERM");
            assertThat(serve.status()).isEqualTo(ExitStatus.OK);
        }
    }

    @Test
    void argumentsAreTextWhateverTheLocaleIs() throws Exception {
        try (ChaskiProcess sub = ChaskiProcess.start(folder, "sub", "lab.x", "--count", "1");
                ChaskiProcess pub = ChaskiProcess.shell(
                        folder,
                        "LC_ALL=C exec \"$CHASKI\" pub lab.x \"$(printf 'gr\\303\\274\\303\\237e \\342\\234\\223')\" --join "
                                + sub.endpoint())) {
            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.out()).isEqualTo("grüße ✓\n");
        }
    }

    @Test
    void aFullStandardOutputIsAFailureInOneLine() throws Exception {
        assumeThat(Path.of("/dev/full")).exists();
        try (ChaskiProcess help = ChaskiProcess.shell(folder, "exec \"$CHASKI\" --help >/dev/full")) {
            assertThat(help.status()).isEqualTo(ExitStatus.FAILURE);
            assertThat(help.errLines())
                    .singleElement()
                    .asString()
                    .startsWith("chaski: cannot write to standard output: ");
        }
    }

    @Test
    @Tag("slow")
    void pubEndsOnlyWhenEverythingIsAcknowledged() throws Exception {
        try (ChaskiProcess sub = ChaskiProcess.start(folder, "sub", "lab.x", "--count", "2000");
                ChaskiProcess pub = ChaskiProcess.start(
                        folder, "pub", "lab.x", "--lines", "--await", "1", "--join", sub.endpoint())) {
            try (OutputStream in = pub.in()) {
                write(in, numbers(1, 1000));
                sub.awaitOutput(numbers(1, 1000).length());
                sub.signal("STOP");
                write(in, numbers(1001, 2000));
            }
            // pub suspects the subscriber after five seconds of silence; its input ended as long ago.
            pub.awaitEvent("peer-suspect");
            assertThat(pub.isRunning()).isTrue();

            sub.signal("CONT");

            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.out()).isEqualTo(numbers(1, 2000));
        }
    }

    @Test
    @Tag("slow")
    void publisherOfAKilledSubscriberReportsHowManyWereLost() throws Exception {
        try (ChaskiProcess sub = ChaskiProcess.start(folder, "sub", "lab.x");
                ChaskiProcess pub = ChaskiProcess.start(
                        folder,
                        "pub",
                        "lab.x",
                        "--lines",
                        "--await",
                        "1",
                        "--resume-timeout",
                        "1",
                        "--join",
                        sub.endpoint())) {
            try (OutputStream in = pub.in()) {
                write(in, numbers(1, 10));
                sub.awaitOutput(numbers(1, 10).length());
                sub.signal("STOP");
                write(in, numbers(11, 30));
                pub.awaitEvent("peer-suspect");
                sub.signal("KILL");
            }

            assertThat(pub.status()).isEqualTo(ExitStatus.FAILURE);
            assertThat(pub.errors()).singleElement().asString().startsWith("chaski: 20 lines were reported lost");
            assertThat(pub.errLines())
                    .anyMatch(line ->
                            line.startsWith("EVENT session-lost ") && line.endsWith(" first=11 last=30 count=20"));
        }
    }

    @Test
    @Tag("slow")
    void nodesThatMetThroughAnotherContinueAfterItIsKilled() throws Exception {
        try (ChaskiProcess a = ChaskiProcess.start(folder, "node", "--name", "a");
                ChaskiProcess c = ChaskiProcess.start(
                        folder, "sub", "lab.x", "--name", "c", "--count", "2000", "--join", a.endpoint());
                ChaskiProcess b = ChaskiProcess.start(
                        folder, "pub", "lab.x", "--lines", "--name", "b", "--await", "1", "--join", a.endpoint())) {
            try (OutputStream in = b.in()) {
                write(in, numbers(1, 1000));
                c.awaitOutput(numbers(1, 1000).length());
                try (ChaskiProcess nodes = ChaskiProcess.start(folder, "nodes", "--json", "--join", a.endpoint())) {
                    assertThat(nodes.status()).isEqualTo(ExitStatus.OK);
                    assertThat(nodes.out().lines())
                            .hasSize(3)
                            .anyMatch(line -> line.startsWith("{\"name\":\"b\"") && line.contains("{\"name\":\"c\","))
                            .anyMatch(line -> line.startsWith("{\"name\":\"c\"") && line.contains("{\"name\":\"b\","));
                }
                a.signal("KILL");
                assertThat(a.status()).isNotZero();
                write(in, numbers(1001, 2000));
            }

            assertThat(b.status()).isEqualTo(ExitStatus.OK);
            assertThat(c.status()).isEqualTo(ExitStatus.OK);
            assertThat(c.out()).isEqualTo(numbers(1, 2000));
        }
    }

    @Test
    @Tag("slow")
    void terminationEndsNodeAndSubWithSuccess() throws Exception {
        endNodeAndSub("TERM");
    }

    @Test
    @Tag("slow")
    void interruptEndsNodeAndSubWithSuccess() throws Exception {
        assumeThat(ChaskiProcess.inheritsIgnoredInterrupt())
                .as("this test was started in the background, where an interrupt is ignored by what it starts, too")
                .isFalse();
        endNodeAndSub("INT");
    }

    private void endNodeAndSub(String signal) throws Exception {
        try (ChaskiProcess node = ChaskiProcess.start(folder, "node", "--topic", "lab.x");
                ChaskiProcess sub = ChaskiProcess.start(folder, "sub", "lab.x", "--join", node.endpoint())) {
            sub.endpoint();
            sub.awaitEvent("peer-up");
            node.signal(signal);
            assertThat(node.status()).isEqualTo(ExitStatus.OK);
            sub.signal(signal);
            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            assertThat(node.errors()).isEmpty();
            assertThat(sub.errors()).isEmpty();
            assertThat(node.out().lines()).hasSize(1);
        }
    }

    @Test
    @Tag("slow")
    void withNothingOnInputAndOutputItBehavesTheSame() throws Exception {
        String endpoint = "tcp://127.0.0.1:" + ChaskiProcess.freePort();
        try (ChaskiProcess node =
                        ChaskiProcess.shell(folder, "exec \"$CHASKI\" node --listen " + endpoint + " <&- >&-");
                ChaskiProcess sub = ChaskiProcess.shell(
                        folder, "exec \"$CHASKI\" sub lab.x --count 1000 --join " + endpoint + " <&- >&-");
                ChaskiProcess pub = ChaskiProcess.shell(
                        folder, "exec \"$CHASKI\" pub lab.x --count 1000 --await 1 --join " + endpoint + " <&- >&-")) {
            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            node.signal("TERM");
            assertThat(node.status()).isEqualTo(ExitStatus.OK);
            assertThat(node.errors()).isEmpty();
            assertThat(sub.errors()).isEmpty();
            assertThat(pub.errors()).isEmpty();
        }
    }

    @Test
    @Tag("slow")
    void readerThatLeavesEndsSubQuietly() throws Exception {
        try (ChaskiProcess sub =
                        ChaskiProcess.shell(folder, "{ \"$CHASKI\" sub lab.x; echo \"status $?\" >&2; } | head -n 3");
                ChaskiProcess pub = ChaskiProcess.start(
                        folder,
                        "pub",
                        "lab.x",
                        "--count",
                        "1000000",
                        "--rate",
                        "1000",
                        "--await",
                        "1",
                        "--join",
                        sub.endpoint())) {
            await().atMost(60, TimeUnit.SECONDS).until(() -> sub.errLines().contains("status 0"));
            assertThat(sub.out()).isEqualTo(numbers(1, 3));
            assertThat(sub.errors()).containsExactly("status 0");
            pub.signal("TERM");
            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
        }
    }

    @Test
    @Tag("slow")
    void pingMakesFiveRoundTripsAndSumsThemUp() throws Exception {
        try (ChaskiProcess node = ChaskiProcess.start(folder, "node");
                ChaskiProcess ping = ChaskiProcess.start(folder, "ping", node.endpoint(), "--count", "5")) {
            assertThat(ping.status()).isEqualTo(ExitStatus.OK);
            assertThat(ping.out().lines().filter(line -> line.matches("seq=[1-5] time=[0-9.]+ ms")))
                    .hasSize(5);
            assertThat(ping.out()).contains("5 transmitted, 5 received, 0% loss", "rtt min/avg/max/mdev = ");
            assertThat(ping.errLines()).isEmpty();
        }
    }

    @Test
    void pingOfADeadPortIsOneLineAndAFailure() throws Exception {
        try (ChaskiProcess ping =
                ChaskiProcess.start(folder, "ping", "tcp://127.0.0.1:" + ChaskiProcess.freePort(), "--count", "5")) {
            assertThat(ping.status()).isEqualTo(ExitStatus.FAILURE);
            assertThat(ping.out()).isEmpty();
            assertThat(ping.errLines()).singleElement().asString().startsWith("chaski: no node answers at tcp://");
        }
    }

    @Test
    @Tag("slow")
    void neitherTheDemoNorItsJvmWritesToStandardError() throws Exception {
        try (ChaskiProcess demo = ChaskiProcess.start(folder, "demo", "--messages", "1000")) {
            assertThat(demo.status()).isEqualTo(ExitStatus.OK);
            assertThat(demo.errLines()).isEmpty();
        }
    }

    @Test
    void wrongUsageIsTwo() throws Exception {
        try (ChaskiProcess wrong = ChaskiProcess.start(folder, "sub")) {
            assertThat(wrong.status()).isEqualTo(ExitStatus.USAGE);
            assertThat(wrong.out()).isEmpty();
            assertThat(wrong.errLines()).anyMatch(line -> line.startsWith("Usage: chaski sub"));
        }
    }

    @Test
    void versionIsThatOfTheBuild() throws Exception {
        try (ChaskiProcess version = ChaskiProcess.start(folder, "--version")) {
            assertThat(version.status()).isEqualTo(ExitStatus.OK);
            assertThat(version.out()).matches("chaski \\d+\\.\\d+\\.\\d+\\S* \\(Java .+\\)\n");
        }
    }

    @Test
    void benchExplainsItself() throws Exception {
        try (ChaskiProcess bench = ChaskiProcess.start(folder, "bench", "--help")) {
            assertThat(bench.status()).isEqualTo(ExitStatus.OK);
            assertThat(bench.out()).contains("--quick");
            assertThat(bench.errLines()).isEmpty();
        }
    }

    private static String numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private static void write(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
        to.flush();
    }
}
