package chaski.remote;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import chaski.remote.mutation.AlwaysTrue;
import chaski.remote.mutation.OpenByPrefix;
import chaski.remote.mutation.RunForgotten;
import chaski.testkit.mutation.Alteration;
import chaski.testkit.mutation.Mutation;
import chaski.testkit.mutation.MutationCheck;
import chaski.testkit.mutation.MutationContract;
import java.util.stream.Stream;

/** Mistakes that the remote must not make; the tests named here must detect each. */
class RemoteMutationTest extends MutationContract {

    private static final String CALL = "chaski.remote.call.";
    private static final String EXPORT = "chaski.remote.export.";

    @Override
    protected Stream<Mutation> mutations() {
        return Stream.of(calls(), references(), peersInDoubt(), exports()).flatMap(part -> part);
    }

    private static MutationCheck abandoned(String test) {
        return MutationCheck.tests("chaski.remote.AbandonedCallsTest", test);
    }

    private static MutationCheck deadPeers(String test) {
        return MutationCheck.tests("chaski.remote.DeadPeersTest", test);
    }

    private static Stream<Mutation> calls() {
        return Stream.of(
                Mutation.named("a call that is being sent counts as not sent when its session ends")
                        .by(Alteration.empty("chaski.remote.channel.SendQueue$QueuedMessage", "mayArrive"))
                        .foundBy(abandoned("aCallThatWasBeingSentWhenTheSessionEndedIsUncertain")),
                Mutation.named("a call that may have run at a first exporter counts as not sent at the end")
                        .by(Alteration.advice(CALL + "PendingCall", "considerEarlierAttempts", RunForgotten.class))
                        .foundBy(deadPeers("aCallThatMayRunTwiceAndWasSentIsNeverNotSent")),
                Mutation.named("a call that a link has begun to send counts as withdrawn")
                        .by(Alteration.advice(
                                "chaski.remote.channel.SendQueue$QueuedMessage", "withdraw", AlwaysTrue.class))
                        .foundBy(abandoned("aCallThatALinkHasBegunToSendIsNeverNotSent")));
    }

    private static Stream<Mutation> references() {
        return Stream.of(
                Mutation.named("references of answers that nobody awaits are kept")
                        .by(Alteration.empty("chaski.remote.reference.PeerReferences", "discard"))
                        .foundBy(abandoned("whatAnAnswerRefersToIsReleasedThoughNobodyWaitsForIt")),
                Mutation.named("references of answers that cannot be read are kept")
                        .by(Alteration.withoutCall(CALL + "ReplyDecoder", "read", "discard"))
                        .foundBy(abandoned("whatAnAnswerRefersToIsReleasedThoughItCannotBeRead")),
                Mutation.named("references of calls that did not begin are kept")
                        .by(Alteration.withoutCall(
                                EXPORT + "Execution", named("abandon").and(takesArguments(3)), "forEach"))
                        .foundBy(abandoned("whatACallLentIsReleasedThoughItDidNotBegin")));
    }

    private static Stream<Mutation> peersInDoubt() {
        return Stream.of(
                Mutation.named("exporters in doubt are chosen")
                        .by(Alteration.advice(CALL + "Exporter", "isNotInDoubt", AlwaysTrue.class))
                        .foundBy(deadPeers("aDeadExporterIsNotListedUntilItIsFoundAlive")),
                Mutation.named("calls stay with an exporter in doubt")
                        .by(Alteration.empty(CALL + "PendingCall", "channelInDoubt"))
                        .foundBy(deadPeers("aCallThatMayRunTwiceGoesToAnotherExporterAtOnce")),
                Mutation.named("calls are not placed when a doubt ends")
                        .by(Alteration.empty(CALL + "ExporterDirectory", "doubtChanged"))
                        .foundBy(deadPeers("aCallThatNobodyElseCanServeWaitsForTheNextExporterOrTheEndOfTheDoubt")),
                Mutation.named("calls that must not run twice leave an exporter in doubt")
                        .by(Alteration.advice(CALL + "PendingCall", "mayMove", AlwaysTrue.class))
                        .foundBy(deadPeers("aPlainCallThatWasSentWaitsForItsDeadline")),
                Mutation.named("observers stay with an exporter in doubt")
                        .by(Alteration.empty(CALL + "AttributeSubscription", "leaveWhenInDoubt"))
                        .foundBy(deadPeers("anObserverFollowsAnotherExporterAtOnce")),
                Mutation.named("asking all waits for peers in doubt")
                        .by(Alteration.advice(CALL + "Destination$Fixed", "lent", AlwaysTrue.class))
                        .foundBy(deadPeers("askingAllDoesNotWaitForTheDeadAndReportsWhatIsKnown")),
                Mutation.named("failing fast is ignored")
                        .by(Alteration.empty(CALL + "CallClient", "isInDoubt"))
                        .foundBy(deadPeers("callsThatFailFastEndWhenTheOnlyExporterIsInDoubt")));
    }

    private static Stream<Mutation> exports() {
        return Stream.of(
                Mutation.named("paths are open by their beginnings")
                        .by(Alteration.replacedCall(
                                EXPORT + "TargetResolver", named("at"), "contains", OpenByPrefix.class, "contains"))
                        .foundBy(MutationCheck.tests("chaski.remote.ReachTest", "aPathIsOpenByItsWholeNameOnly")),
                Mutation.named("executions go on after the caller's session")
                        .by(Alteration.withoutCall(EXPORT + "CallDispatcher", "closed", "forEach"))
                        .foundBy(deadPeers("aCallGoesOnForACallerInDoubtUntilTheSessionEnds")),
                Mutation.named("a publisher whose stream is cancelled is not")
                        .by(Alteration.empty("chaski.remote.stream.StreamSender", "cancelUpstream"))
                        .foundBy(
                                MutationCheck.tests(
                                        "chaski.remote.stream.StreamSenderTest",
                                        "aSubscriptionThatIsMadeAfterItsStreamWasCancelledIsCancelledOnceAndNothingRequested")));
    }
}
