package chaski.transport.tcp;

import static net.bytebuddy.matcher.ElementMatchers.named;

import chaski.testkit.mutation.Alteration;
import chaski.testkit.mutation.Mutation;
import chaski.testkit.mutation.MutationCheck;
import chaski.testkit.mutation.MutationContract;
import java.util.stream.Stream;

/** Mistakes that the TCP transport must not make. */
class TcpMutationTest extends MutationContract {

    private static final String TCP = "chaski.transport.tcp.";
    private static final MutationCheck OUTBOX = MutationCheck.tests(TCP + "TcpSendQueueTest");
    private static final MutationCheck TURNS = MutationCheck.tests(TCP + "LinkTurnTest");

    @Override
    protected Stream<Mutation> mutations() {
        return Stream.of(
                Mutation.named("bytes are reported as released before they are written")
                        .by(Alteration.advice(
                                TCP + "TcpSendQueue", "released", LinkMistakes.ReleasedBeforeWritten.class))
                        .foundBy(OUTBOX),
                Mutation.named("a discarded write releases what was given before it")
                        .by(Alteration.advice(TCP + "TcpSendQueue", "discard", LinkMistakes.DiscardReleasesAll.class))
                        .foundBy(OUTBOX),
                Mutation.named("a discarded write is never released")
                        .by(Alteration.advice(
                                TCP + "TcpSendQueue$Batch",
                                "operationComplete",
                                LinkMistakes.DiscardedNeverReleased.class))
                        .foundBy(OUTBOX),
                Mutation.named("memory of a copy that is not written is used again")
                        .by(Alteration.replacedCall(
                                TCP + "StagingBuffer", named("piece"), "refCnt", LinkMistakes.class, "unused"))
                        .foundBy(OUTBOX),
                Mutation.named("a failed write is not reported")
                        .by(Alteration.withoutCall(TCP + "TcpSendQueue$Batch", "operationComplete", "failed"))
                        .foundBy(OUTBOX),
                Mutation.named("a request to write is lost while the handler writes")
                        .by(
                                Alteration.replacedCall(
                                        TCP + "TcpConnection",
                                        named("round"),
                                        "getAndSet",
                                        LinkMistakes.class,
                                        "clearLater"),
                                Alteration.replacedCall(
                                        TCP + "TcpConnection",
                                        named("round"),
                                        "onWritable",
                                        LinkMistakes.class,
                                        "askThenClear"))
                        .foundBy(TURNS),
                Mutation.named("bytes that came before the start are dropped")
                        .by(Alteration.withoutCall(TCP + "TcpConnection", "begin", "deliver"))
                        .foundBy(TURNS),
                Mutation.named("what is written in the last call is not reported as released")
                        .by(Alteration.withoutCall(TCP + "HandlerNotifier", "last", "releasedLast"))
                        .foundBy(TURNS));
    }
}
