package chaski.streamer;

import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;

import chaski.streamer.publish.HandlersUnderLock;
import chaski.testkit.mutation.Alteration;
import chaski.testkit.mutation.Mutation;
import chaski.testkit.mutation.MutationCheck;
import chaski.testkit.mutation.MutationContract;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.asm.MemberSubstitution;

/** Mistakes that the streamer, and the engine below it, must not make; the tests named here must detect each. */
class StreamerMutationTest extends MutationContract {

    private static final String ROUTE = "chaski.node.routing.PublisherRoute";
    private static final String OWN_WINDOWS = "chaski.node.send.LocalWindows";
    private static final String POOL = "chaski.node.declaration.CreditPool";
    private static final String WINDOW = "chaski.node.declaration.WindowAccount";
    private static final String PUBLISH = "chaski.streamer.publish.";
    private static final String WAKEUP = "chaski.streamer.waiting.Wakeup";
    private static final String SUBSCRIBE = "chaski.streamer.subscribe.";

    @Override
    protected Stream<Mutation> mutations() {
        return Stream.of(windows(), waits(), messages(), receipts(), subscriptions(), ends(), stalls())
                .flatMap(part -> part);
    }

    private static Stream<Mutation> windows() {
        return Stream.of(
                Mutation.named("own windows keep the room of an offer that a peer refuses")
                        .by(Alteration.withoutCall(ROUTE, "offerHereAndToPeers", "unreserve"))
                        .foundBy(shared("anOfferThatAPeerRefusesKeepsNoRoomOfOwnSubscriptions")),
                Mutation.named("own windows keep the room of an offer that another one refuses")
                        .by(Alteration.withoutCall(OWN_WINDOWS, "tryReserve", "unreserve"))
                        .foundBy(shared("anOfferThatOneOwnSubscriptionRefusesKeepsNoRoomInAnother")),
                Mutation.named("own windows are taken before all others")
                        .by(Alteration.empty("chaski.node.routing.RouteTargets", "lower"))
                        .foundBy(shared("twoNodesThatPublishAndSubscribeToTheSameTopicDoNotWaitForEachOther")),
                Mutation.named("a message that is given up keeps own windows")
                        .by(Alteration.empty(OWN_WINDOWS, "close"))
                        .foundBy(shared("aMessageThatIsGivenUpGivesItsRoomToOthers")),
                Mutation.named("a window has one byte too many")
                        .by(Alteration.advice(WINDOW, "free", StreamerMutations.OneByteMore.class))
                        .foundBy(shared("aWindowIsUsedToItsLastByteAndNoFurther")),
                Mutation.named("a window has one byte too few")
                        .by(Alteration.advice(WINDOW, "free", StreamerMutations.OneByteLess.class))
                        .foundBy(shared("aWindowIsUsedToItsLastByteAndNoFurther")),
                Mutation.named("what was taken is not given back")
                        .by(Alteration.withoutCall(SUBSCRIBE + "Mailbox", "poll", "taken"))
                        .foundBy(receiving("takingGivesCreditBackAndAnEmptyQueueOwesNothing")),
                Mutation.named("an empty queue owes credit")
                        .by(Alteration.advice(SUBSCRIBE + "Batch", "isEmpty", StreamerMutations.LastOfBatchLost.class))
                        .foundBy(receiving("messagesAreSeenOnceTheReadIsOver")),
                Mutation.named("a closed subscription keeps the room of what was in it")
                        .by(Alteration.withoutCall(SUBSCRIBE + "Mailbox", "discard", "taken"))
                        .foundBy(receiving("closingDiscardsTheQueueAndGivesItsCreditBack")),
                Mutation.named("a closed subscription keeps the room of what arrives later")
                        .by(Alteration.withoutCall(SUBSCRIBE + "Mailbox", named("put"), "taken"))
                        .foundBy(receiving("closingDiscardsTheQueueAndGivesItsCreditBack")));
    }

    private static Stream<Mutation> waits() {
        return Stream.of(
                Mutation.named("closing a publisher does not notify what waits")
                        .by(Alteration.withoutCall(PUBLISH + "PublishPipeline", "close", "reconsiderAll"))
                        .foundBy(shared("closingAPublisherEndsItsWaitsAndGivesUpWhatItHeld")),
                Mutation.named("a window that is withdrawn does not serve what waits")
                        .by(Alteration.withoutCall(POOL, "withdraw", "serve"))
                        .foundBy(shared("aSubscriptionThatEndsReleasesItsLocalPublisher")),
                Mutation.named("a window that is withdrawn still bounds local publishers")
                        .by(Alteration.empty(POOL, "withdraw"))
                        .foundBy(shared("aSubscriptionThatEndsReleasesItsLocalPublisher")),
                Mutation.named("room that is released serves no waiter")
                        .by(Alteration.withoutCall(POOL, "release", "serve"))
                        .foundBy(shared("messagesOfOnePublisherThatWaitGoOutOneAfterTheOtherAndThenItIsWritable")),
                Mutation.named("a message that leaves the queue does not notify the next one")
                        .by(Alteration.withoutCall(PUBLISH + "PublishQueue", "leave", "reconsider"))
                        .foundBy(shared("aMessageThatIsGivenUpLetsTheNextOfItsPublisherGoOut")),
                Mutation.named("callbacks behind messages that wait are forgotten")
                        .by(Alteration.empty(PUBLISH + "WritableTurn", "reconsider"))
                        .foundBy(shared("messagesOfOnePublisherThatWaitGoOutOneAfterTheOtherAndThenItIsWritable")),
                Mutation.named("a turn that is not used is kept")
                        .by(Alteration.withoutCall(PUBLISH + "WritableTurn", "expire", "close"))
                        .foundBy(shared("aTurnThatIsNotUsedHoldsNothingOfItsPublisherUp")),
                Mutation.named("a wake-up is forgotten when its thread begins to wait")
                        .by(Alteration.advice(WAKEUP, "await", StreamerMutations.WakeupForgotten.class))
                        .foundBy(wakeup("aCallThatComesWhenTheTimeIsUpIsForTheNextWait")),
                Mutation.named("a wake-up reaches no thread that waits")
                        .by(Alteration.withoutCall(WAKEUP, "wake", "unpark"))
                        .foundBy(wakeup("aCallBetweenTheCheckAndTheParkEndsTheWait")),
                Mutation.named("a local publisher has no place in the queue of a window")
                        .by(Alteration.withoutCall(POOL, "reserve", "add"))
                        .foundBy(shared("aLocalPublisherGetsItsTurnBesideABusyPeer")));
    }

    private static Stream<Mutation> messages() {
        return Stream.of(
                Mutation.named("a refused message uses up a sequence number")
                        .by(Alteration.advice(
                                PUBLISH + "PublishPipeline",
                                "publishReliable",
                                StreamerMutations.SequenceUsedByRefusal.class))
                        .foundBy(publishing("aMessageThatIsNotAcceptedUsesNoNumberUp")),
                Mutation.named("inline handlers are called under the publisher's lock")
                        .by(Alteration.replacedCall(
                                PUBLISH + "LocalReceivers",
                                named("deliver").and(isStatic()),
                                "deliveredTo",
                                HandlersUnderLock.class,
                                "deliveredTo"))
                        .foundBy(local("anInlineHandlerIsCalledWithoutThePublishersLock")),
                Mutation.named("local subscriptions that drain still get messages")
                        .by(Alteration.empty(SUBSCRIBE + "Mailboxes", "drained"))
                        .foundBy(local("aSubscriptionThatBeginsToDrainGetsNoMore")),
                Mutation.named("subscriptions that a peer has not applied get messages")
                        .by(Alteration.advice(SUBSCRIBE + "Mailbox", "isServedAt", StreamerMutations.Yes.class))
                        .foundBy(receiving("aSubscriptionThatThePeerHasNotAppliedGetsNothing")),
                Mutation.named("numbers out of order are taken")
                        .by(Alteration.empty(SUBSCRIBE + "InboundRoute", "arrived"))
                        .foundBy(receiving("anotherMessageOfThePublisherWithinALargeOneBreaksTheProtocol")),
                Mutation.named("what was gathered is not handed over when the link is idle")
                        .by(Alteration.empty(SUBSCRIBE + "SessionInbound", "onIdle"))
                        .foundBy(receiving("messagesAreSeenOnceTheReadIsOver")));
    }

    private static Stream<Mutation> receipts() {
        return Stream.of(
                Mutation.named("a receipt settles each time its outcome is reported")
                        .by(Alteration.advice(
                                PUBLISH + "PendingReceipt", "isDue", StreamerMutations.SettledEachTime.class))
                        .foundBy(receipt("anOutcomeThatIsReportedTwiceCountsOnce")),
                Mutation.named("a receipt settles before it is known who gets the message")
                        .by(Alteration.advice(
                                PUBLISH + "PendingReceipt", "isDue", StreamerMutations.SettledWithoutMatches.class))
                        .foundBy(receipt("anOutcomeThatIsThereBeforeTheMessageWasAcceptedWaitsForThat")),
                Mutation.named("receipts that complete at once still count")
                        .by(Alteration.withoutCall(PUBLISH + "PendingReceipt", "accepted", "dismiss"))
                        .foundBy(receipt("anOutcomeThatIsThereBeforeTheMessageWasAcceptedWaitsForThat")));
    }

    private static Stream<Mutation> subscriptions() {
        return Stream.of(
                Mutation.named("batchers of closed subscriptions are kept by a session that lives")
                        .by(Alteration.empty(SUBSCRIBE + "SessionInbound", "sweep"))
                        .foundBy(release("aSessionThatLivesOnReleasesSubscriptionsThatClosed")),
                Mutation.named("batchers are kept by a session that ended")
                        .by(withoutMapClear(SUBSCRIBE + "SessionInbound", "onClosed"))
                        .foundBy(release("aSessionThatEndedReleasesItsSubscriptions")),
                Mutation.named("publishers that closed are kept by their session")
                        .by(Alteration.empty(SUBSCRIBE + "RouteTable", "remove"))
                        .foundBy(receiving("aPublisherThatClosesAndANewOneAreDistinguished")),
                Mutation.named("an interrupt of its handler ends a subscription")
                        .by(Alteration.withoutCall(SUBSCRIBE + "DefaultSubscription", "handleUntilOver", "interrupted"))
                        .foundBy(MutationCheck.tests(
                                "chaski.streamer.ConsumingTest", "anInterruptThatAHandlerLeavesBehindEndsNothing")));
    }

    private static Stream<Mutation> ends() {
        return Stream.of(
                Mutation.named("a closed subscription is not withdrawn")
                        .by(Alteration.empty(SUBSCRIBE + "DefaultSubscription", "withdraw"))
                        .foundBy(receiving("aMessageForAClosedSubscriptionIsCountedAsUnsubscribed")),
                Mutation.named("draining ends before peers have applied it")
                        .by(Alteration.advice(
                                SUBSCRIBE + "Termination", "drain", StreamerMutations.DrainedAtOnce.class))
                        .foundBy(receiving("drainingAnEmptyQueueWaitsForWhatPeersStillSend")),
                Mutation.named("draining ends before a large message has arrived")
                        .by(Alteration.withoutCall(SUBSCRIBE + "InboundRoute", "begin", "beginAssembly"))
                        .foundBy(receiving("drainingWaitsForALargeMessageOnItsWay")));
    }

    private static Stream<Mutation> stalls() {
        return Stream.of(
                Mutation.named("a subscription that moves counts as stalled")
                        .by(Alteration.advice(
                                "chaski.api.protocol.Route$Stall", "isSameAs", StreamerMutations.Yes.class))
                        .foundBy(slow("aSubscriptionThatMovesAtAllIsNotCut")),
                Mutation.named("a subscription is cut though no publisher waits for it")
                        .by(Alteration.advice(PUBLISH + "PublishPipeline", "isHeldUp", StreamerMutations.Yes.class))
                        .foundBy(slow("aPublisherThatHasGivenUpCutsNothing")),
                Mutation.named("publishers that were refused are not watched")
                        .by(Alteration.withoutCall(PUBLISH + "PublishPipeline", "refused", "run"))
                        .foundBy(slow("aPeersSubscriptionThatTakesNothingIsCutAndTheOthersContinue")),
                Mutation.named("a subscription that is cut does not end")
                        .by(Alteration.empty(SUBSCRIBE + "DefaultSubscription", "cut"))
                        .foundBy(slow("aSubscriptionOfTheSameNodeThatTakesNothingIsCut")));
    }

    private static Alteration withoutMapClear(String className, String method) {
        return new Alteration(
                className,
                named(method),
                MemberSubstitution.strict()
                        .failIfNoMatch(true)
                        .method(named("clear").and(isDeclaredBy(Map.class)))
                        .stub()
                        .on(named(method)));
    }

    private static MutationCheck shared(String test) {
        return MutationCheck.tests("chaski.streamer.SharedWindowsTest", test);
    }

    private static MutationCheck publishing(String test) {
        return MutationCheck.tests("chaski.streamer.PublishingTest", test);
    }

    private static MutationCheck wakeup(String test) {
        return MutationCheck.tests("chaski.streamer.waiting.WakeupTest", test);
    }

    private static MutationCheck receipt(String test) {
        return MutationCheck.tests("chaski.streamer.publish.PendingReceiptTest", test);
    }

    private static MutationCheck receiving(String test) {
        return MutationCheck.tests("chaski.streamer.ReceivingTest", test);
    }

    private static MutationCheck local(String test) {
        return MutationCheck.tests("chaski.streamer.LocalDeliveryTest", test);
    }

    private static MutationCheck release(String test) {
        return MutationCheck.tests("chaski.streamer.ReleaseTest", test);
    }

    private static MutationCheck slow(String test) {
        return MutationCheck.tests("chaski.streamer.SlowSubscriberTest", test);
    }
}
