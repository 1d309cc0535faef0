package chaski.transport.udp;

import static net.bytebuddy.matcher.ElementMatchers.named;

import chaski.testkit.mutation.Alteration;
import chaski.testkit.mutation.Mutation;
import chaski.testkit.mutation.MutationCheck;
import chaski.testkit.mutation.MutationContract;
import chaski.transport.udp.protocol.LossRecoveryMistakes;
import java.util.stream.Stream;

/** Mistakes that the UDP transport must not make. */
class UdpMutationTest extends MutationContract {

    private static final String PROTOCOL = "chaski.transport.udp.protocol.";

    @Override
    protected Stream<Mutation> mutations() {
        return Stream.of(recovery(), congestion(), sizes(), streams()).flatMap(all -> all);
    }

    private static Stream<Mutation> recovery() {
        return Stream.of(
                Mutation.named("the probe timer is not restarted by a packet")
                        .by(advice("LossRecovery", "sent", LossRecoveryMistakes.TimerNotRestarted.class))
                        .foundBy(tests("LossRecoveryTest")),
                Mutation.named("the probe timer is left expired when no probe can leave")
                        .by(advice("LossRecovery", "timeout", LossRecoveryMistakes.TimerLeftExpired.class))
                        .foundBy(tests("LossRecoveryTest")),
                Mutation.named("an acknowledgement does not end the backoff of probes")
                        .by(advice("LossRecovery", "acknowledged", LossRecoveryMistakes.BackoffKept.class))
                        .foundBy(tests("LossRecoveryTest")),
                Mutation.named("no packet is lost by time")
                        .by(advice("LossRecovery", "findLost", LossRecoveryMistakes.NoTimeThreshold.class))
                        .foundBy(tests("LossRecoveryTest")),
                Mutation.named("a lost packet counts as being on its way")
                        .by(Alteration.withoutCall(PROTOCOL + "LossRecovery", "lose", "left"))
                        .foundBy(tests("LossRecoveryTest")),
                Mutation.named("the peer's acknowledgement delay is not clamped")
                        .by(Alteration.replacedCall(
                                PROTOCOL + "PathRtt", named("sample"), "min", LossRecoveryMistakes.class, "unclamped"))
                        .foundBy(tests("PathRttTest")));
    }

    private static Stream<Mutation> congestion() {
        return Stream.of(
                Mutation.named("a loss does not reduce the window")
                        .by(Alteration.withoutCall(PROTOCOL + "LossRecovery", "findLost", "congested"))
                        .foundBy(tests("LossRecoveryTest")),
                Mutation.named("a loss halves the window")
                        .by(advice("Cubic", "congested", LossRecoveryMistakes.Halved.class))
                        .foundBy(tests("CubicTest")),
                Mutation.named("the window is reduced per loss")
                        .by(advice("Cubic", "congested", LossRecoveryMistakes.ReducedPerLoss.class))
                        .foundBy(tests("CubicTest")),
                Mutation.named("a window that is not used grows")
                        .by(advice("Cubic", "acked", LossRecoveryMistakes.UnusedWindowGrows.class))
                        .foundBy(tests("CubicTest")),
                Mutation.named("packets of before the reduction grow the window")
                        .by(advice("Cubic", "acked", LossRecoveryMistakes.OldPacketsGrowTheWindow.class))
                        .foundBy(tests("CubicTest")),
                Mutation.named("a pause counts as time of the cubic function")
                        .by(Alteration.replacedCall(
                                PROTOCOL + "Cubic", named("acked"), "min", LossRecoveryMistakes.class, "unlimited"))
                        .foundBy(tests("CubicTest")),
                Mutation.named("slow start does not end before the queue overflows")
                        .by(Alteration.empty(PROTOCOL + "SlowStart", "judge"))
                        .foundBy(tests("SlowStartTest")),
                Mutation.named("packets are not paced")
                        .by(Alteration.empty(PROTOCOL + "PacketPacer", "sent"))
                        .foundBy(tests("PacketPacerTest")));
    }

    private static Stream<Mutation> sizes() {
        return Stream.of(
                Mutation.named("the loss of a probe for the path MTU counts as congestion")
                        .by(advice("LossRecovery", "lose", LossRecoveryMistakes.ProbeIsCongestion.class))
                        .foundBy(tests("LossRecoveryTest")),
                Mutation.named("a path that ceases to carry large packets is not noticed")
                        .by(Alteration.empty(PROTOCOL + "PathMtuDiscovery", "lost"))
                        .foundBy(tests("PathMtuDiscoveryTest")),
                Mutation.named("a size is used before its probe has arrived")
                        .by(advice("PathMtuDiscovery", "probeSent", LossRecoveryMistakes.SizeUsedAtOnce.class))
                        .foundBy(tests("PathMtuDiscoveryTest")));
    }

    private static Stream<Mutation> streams() {
        return Stream.of(
                Mutation.named("bytes that arrived are sent again with a loss")
                        .by(Alteration.withoutCall(PROTOCOL + "SendStream", "lost", "remove"))
                        .foundBy(tests("SendStreamTest")),
                Mutation.named("more is sent than the peer granted")
                        .by(Alteration.replacedCall(
                                PROTOCOL + "SendStream",
                                named("newBytes"),
                                "min",
                                LossRecoveryMistakes.class,
                                "unlimited"))
                        .foundBy(tests("SendStreamTest")),
                Mutation.named("an old packet is taken again")
                        .by(advice(
                                "ReceivedPackets",
                                "acknowledgementReceived",
                                LossRecoveryMistakes.FloorForgotten.class))
                        .foundBy(tests("ReceivedPacketsTest")),
                Mutation.named("a token is taken twice")
                        .by(Alteration.withoutCall(PROTOCOL + "AddressTokens", "take", "put"))
                        .foundBy(tests("AddressTokensTest")));
    }

    private static Alteration advice(String className, String method, Class<?> advice) {
        return Alteration.advice(PROTOCOL + className, method, advice);
    }

    private static MutationCheck tests(String className) {
        return MutationCheck.tests(PROTOCOL + className);
    }
}
