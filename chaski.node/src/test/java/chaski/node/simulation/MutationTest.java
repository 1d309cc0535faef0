package chaski.node.simulation;

import static chaski.testkit.mutation.Alteration.lambdasOf;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import chaski.node.log.RingFreedEarly;
import chaski.node.membership.OpinionMistakes;
import chaski.node.send.DataBeforeDeclarations;
import chaski.node.session.CreditAsIncrements;
import chaski.node.session.EarlyAcknowledgement;
import chaski.node.session.EngineMistakes;
import chaski.node.session.LateAppend;
import chaski.node.session.OfferInParts;
import chaski.node.session.OldDataToNewSubscription;
import chaski.node.session.OldLinkRead;
import chaski.node.session.PositionCountedTwice;
import chaski.node.session.StaleIncarnationAccepted;
import chaski.testkit.mutation.Alteration;
import chaski.testkit.mutation.Mutation;
import chaski.testkit.mutation.MutationCheck;
import chaski.testkit.mutation.MutationContract;
import java.util.stream.Stream;

/** Mistakes that the engine must not make; the worlds, or the tests named here, must detect each. */
class MutationTest extends MutationContract {

    private static final String SEND = "chaski.node.send.";
    private static final String ROUTING = "chaski.node.routing.";
    private static final String RECEIVE = "chaski.node.receive.";
    private static final String DIAL = "chaski.node.dial.";
    private static final String CONTEXT = "chaski.node.context.";
    private static final String CHANNEL = "chaski.node.channel.";
    private static final String SESSION = "chaski.node.session.";
    private static final String DECLARATION = "chaski.node.declaration.";
    private static final String TARGETS = ROUTING + "RouteTargets";
    private static final String MEMBERSHIP = "chaski.node.membership.";
    private static final String PAIRING = "chaski.node.pairing.";
    private static final String LINK = "chaski.node.link.";
    private static final MutationCheck WORLDS = MutationCheck.seeds("chaski.node.simulation.Seed", 300);

    @Override
    protected Stream<Mutation> mutations() {
        return Stream.of(worlds(), wakeUps(), floods(), outages(), opinions(), identities(), channels(), hostile())
                .flatMap(mutations -> mutations);
    }

    /** Detected by worlds; where few worlds would detect one, by the test of the part. */
    private static Stream<Mutation> worlds() {
        return Stream.of(
                Mutation.named("credit is sent as increments")
                        .by(
                                Alteration.advice(
                                        DECLARATION + "InboundCredit", "grant", CreditAsIncrements.Granting.class),
                                Alteration.advice(SEND + "CreditFlow", "grant", CreditAsIncrements.Taking.class),
                                Alteration.replacedCall(
                                        SESSION + "ControlState",
                                        named("renderCredits"),
                                        "granted",
                                        CreditAsIncrements.class,
                                        "increment"),
                                Alteration.replacedCall(
                                        DECLARATION + "Declarations",
                                        named("change"),
                                        "granted",
                                        CreditAsIncrements.class,
                                        "reported"))
                        .foundBy(WORLDS),
                Mutation.named("the old link is read after the fence")
                        .by(Alteration.advice(RECEIVE + "RecordReceiver", "data", OldLinkRead.class))
                        .foundBy(MutationCheck.tests(RECEIVE + "RecordReceiverTest")),
                Mutation.named("the ring is freed while a link holds it")
                        .by(Alteration.advice("chaski.node.log.LogReader", "heldFrom", RingFreedEarly.class))
                        .foundBy(MutationCheck.tests("chaski.node.log.SendLogTest")),
                Mutation.named("a position is counted twice")
                        .by(Alteration.advice(RECEIVE + "RecordReceiver", "joined", PositionCountedTwice.class))
                        .foundBy(WORLDS),
                Mutation.named("a resubscription is given old data")
                        .by(Alteration.advice(
                                SESSION + "ChannelDispatcher", "onSessionRecord", OldDataToNewSubscription.class))
                        .foundBy(WORLDS),
                Mutation.named("data goes before declarations")
                        .by(Alteration.advice(SEND + "CreditTable", "recordApplied", DataBeforeDeclarations.class))
                        .foundBy(WORLDS),
                Mutation.named("an offer is not atomic over peers")
                        .by(Alteration.advice(
                                ROUTING + "FanOut",
                                named("offer").and(takesArgument(0, named(TARGETS))),
                                OfferInParts.class))
                        .foundBy(WORLDS),
                Mutation.named("a numbered message is appended after the next one")
                        .by(Alteration.advice(
                                ROUTING + "PublisherRoute", named("offer").and(takesArguments(6)), LateAppend.class))
                        .foundBy(WORLDS),
                Mutation.named("a stale incarnation is accepted")
                        .by(Alteration.advice(
                                SESSION + "SessionAdmission", "checkIdentity", StaleIncarnationAccepted.class))
                        .foundBy(MutationCheck.tests("chaski.node.OwnIdTest")),
                Mutation.named("the acknowledgement precedes the hand-over")
                        .by(Alteration.advice(RECEIVE + "RecordReceiver", "handedOver", EarlyAcknowledgement.class))
                        .foundBy(WORLDS));
    }

    private static Stream<Mutation> channels() {
        return Stream.of(
                Mutation.named("a channel whose code has failed is called again")
                        .by(Alteration.empty(SESSION + "ChannelDispatcher", "isolate"))
                        .foundBy(MutationCheck.tests(
                                "chaski.node.ChannelFailureTest",
                                "whatIsSentToAChannelThatHasFailedIsUnsubscribedUntilItIsOpenedAnew")),
                Mutation.named("tasks of a channel begin after its end")
                        .by(Alteration.empty(CHANNEL + "ChannelCalls", "close"))
                        .foundBy(MutationCheck.tests(
                                SESSION + "ChannelEndTest", "nothingThatWasGivenBeforeBeginsAfterwards")));
    }

    /** Nothing else wakes the link, so what is not sent at once is never sent. */
    private static Stream<Mutation> wakeUps() {
        return Stream.of(
                Mutation.named("no wake-up after a small record that found no room")
                        .by(Alteration.withoutCall(SEND + "SendChannel", "acknowledged", "wake"))
                        .foundBy(outbound("recordThatFoundNoRoomIsSentAfterAnAcknowledgement")),
                Mutation.named("no wake-up after a message of the engine")
                        .by(Alteration.withoutCall(SEND + "EngineRecords", "offer", "wake"))
                        .foundBy(wakeUp("membershipMessageLeaves")),
                Mutation.named("no second try for a message of the engine after an acknowledgement")
                        .by(Alteration.withoutCall(SEND + "SendChannel", "acknowledged", "takeSlackCallbacks"))
                        .foundBy(outbound("messageOfTheEngineThatFoundNoRoomIsTriedAgainAfterAnAcknowledgement")),
                Mutation.named("no second try for a message of the engine when memory is free")
                        .by(Alteration.withoutCall(SEND + "SendChannel", "memoryFreed", "takeSlackCallbacks"))
                        .foundBy(outbound("everyLogThatLackedMemoryIsServedWhenAnotherOneFreesSome")),
                Mutation.named("no wake-up of a second log that waits for memory")
                        .by(Alteration.replacedCall(
                                "chaski.node.log.SegmentPool",
                                named("retryRefused"),
                                "forEach",
                                EngineMistakes.class,
                                "onlyFirst"))
                        .foundBy(outbound("everyLogThatLackedMemoryIsServedWhenAnotherOneFreesSome")),
                Mutation.named("no wake-up for memory when a log becomes idle")
                        .by(Alteration.withoutCall("chaski.node.log.SendLog", "freeSegments", "retryRefused"))
                        .foundBy(sendLog("aLogThatBecomesIdleNeedsLessSoThoseThatWaitTryAgain")),
                Mutation.named("a link that lets bytes go late frees nothing")
                        .by(Alteration.withoutCall("chaski.node.log.LogReader", "released", "released"))
                        .foundBy(sendLog("memoryThatALinkLetsGoAfterTheConfirmationIsGivenToThoseThatWaitForIt")),
                Mutation.named("no wake-up after a message in fragments")
                        .by(Alteration.withoutCall(
                                ROUTING + "FanOut", named("offer").and(takesArgument(0, named(TARGETS))), "wake"))
                        .foundBy(wakeUp("everyFragmentLeaves")),
                Mutation.named("no wake-up for BLOCKED")
                        .by(Alteration.withoutCall(SESSION + "Session", "blockedChanged", "wake"))
                        .foundBy(wakeUp("missingCreditIsReported")),
                Mutation.named("no wake-up for CREDIT")
                        .by(Alteration.withoutCall(SESSION + "DeclarationExchange", "creditChanged", "wake"))
                        .foundBy(wakeUp("creditIsReportedWhenTheConsumerHasTakenMessages")),
                Mutation.named("a peer that gets its turn is not reported of the credit")
                        .by(Alteration.withoutCall(DECLARATION + "ClaimQueues", lambdasOf("granted"), "creditChanged"))
                        .foundBy(creditPool("peersAreToldWhatTheyAreAskedForAndWhatTheyGet")),
                Mutation.named("a peer is not reported that credit is asked back")
                        .by(Alteration.withoutCall(DECLARATION + "CreditReclaimer", lambdasOf("ask"), "creditChanged"))
                        .foundBy(creditPool("peersAreToldWhatTheyAreAskedForAndWhatTheyGet")),
                Mutation.named("credit that a peer keeps counts for the shares of others")
                        .by(Alteration.empty(DECLARATION + "InboundCredit", "countKept"))
                        .foundBy(creditPool("aPeerThatTookEverythingWhileItWasAloneHoldsOthersUpForAMomentOnly")),
                Mutation.named("a peer is not asked for its own credit that is in its way")
                        .by(Alteration.withoutCall(DECLARATION + "ClaimQueues", "serveQueue", "ask"))
                        .foundBy(creditPool("aMessageThatOnlyTogetherWithWhatItsPeerHasExceedsAShareIsALargeOne")),
                Mutation.named("no wake-up for DECLARE")
                        .by(Alteration.withoutCall(SESSION + "DeclarationExchange", "declarationsChanged", "wake"))
                        .foundBy(wakeUp("declarationIsReported")),
                Mutation.named("no wake-up for PING")
                        .by(Alteration.withoutCall(SESSION + "PingTracker", "next", "run"))
                        .foundBy(wakeUp("pingLeaves")),
                Mutation.named("an acknowledgement waits for another wake-up")
                        .by(Alteration.withoutCall(SESSION + "LinkAttachment", "onReadComplete", "isAckDue"))
                        .foundBy(wakeUp("recordIsAcknowledged")),
                Mutation.named("an ended session is still watched")
                        .by(Alteration.empty(SESSION + "Heartbeat", "ended"))
                        .foundBy(wakeUp("endedSessionIsNotWatched")));
    }

    private static Stream<Mutation> identities() {
        return Stream.of(
                Mutation.named("a peer that answers is taken for silent")
                        .by(Alteration.empty(SESSION + "LinkVerifier$Check", "pinged"))
                        .foundBy(MutationCheck.tests("chaski.node.DuplicateIdTest")),
                Mutation.named("others are believed about a node with a link")
                        .by(Alteration.empty(MEMBERSHIP + "Directory", "judgeByLink"))
                        .foundBy(MutationCheck.tests("chaski.node.DuplicateIdTest")),
                Mutation.named("a node that is kept off is taken when it dials")
                        .by(Alteration.empty(SESSION + "BarredPeers", "refusal"))
                        .foundBy(MutationCheck.tests("chaski.node.DisconnectTest")),
                Mutation.named("a node that is kept off is dialled")
                        .by(Alteration.empty(SESSION + "BarredPeers", "contains"))
                        .foundBy(MutationCheck.tests("chaski.node.DenyTest")));
    }

    private static Stream<Mutation> floods() {
        return Stream.of(
                Mutation.named("every request of a coalesced task is queued")
                        .by(Alteration.replacedCall(
                                CONTEXT + "CoalescedTask",
                                named("request"),
                                "compareAndSet",
                                EngineMistakes.class,
                                "alwaysFirst"))
                        .foundBy(flood("growingAcknowledgementsAreOneTaskAndOneExactEvent")),
                Mutation.named("a request during the run of a coalesced task is lost")
                        .by(
                                Alteration.replacedCall(
                                        CONTEXT + "CoalescedTask", named("run"), "set", EngineMistakes.class, "later"),
                                Alteration.advice(
                                        CONTEXT + "CoalescedTask", "run", EngineMistakes.RequestDuringRunLost.class))
                        .foundBy(MutationCheck.tests(CONTEXT + "CoalescedTaskTest")),
                Mutation.named("a deadline that a task has changed is not noticed")
                        .by(Alteration.withoutCall(CONTEXT + "ControlLoop", "run", "update"))
                        .foundBy(MutationCheck.tests(
                                "chaski.node.DeadlinesTest", "nothingThatUsersPeersAndTheNetworkDoDelaysADeadline")),
                Mutation.named("a new entry point passes by the timer")
                        .by(Alteration.withoutCall(CONTEXT + "ControlLoop", "run", "update"))
                        .foundBy(MutationCheck.tests(
                                "chaski.node.DeadlinesTest", "anotherEntryPointHasNothingToRemember")),
                Mutation.named("a deadline that becomes earlier is met at the time of the earlier one")
                        .by(Alteration.withoutCall(CONTEXT + "DeadlineTimer", "update", "arm"))
                        .foundBy(MutationCheck.tests(CONTEXT + "DeadlineTimerTest")),
                Mutation.named("every GOODBYE is queued")
                        .by(Alteration.replacedCall(
                                SESSION + "Session",
                                named("goodbyeArrived"),
                                "compareAndSet",
                                EngineMistakes.class,
                                "alwaysFirstOf"))
                        .foundBy(flood("goodbyesAreOneTaskAndOneEnd")),
                Mutation.named("an empty membership message is free")
                        .by(Alteration.replacedCall(
                                "chaski.node.MembershipChannel$FromPeer",
                                named("onMessage"),
                                "cost",
                                EngineMistakes.class,
                                "bytes"))
                        .foundBy(flood("membershipMessagesWithoutContentsAreNotFree")),
                Mutation.named("what a session has not finished stays when it ends")
                        .by(Alteration.withoutCall(SESSION + "ChannelDispatcher", "ended", "clear"))
                        .foundBy(unfinished("whatIsHeldGrowsWithWhatArrivedAndNotWithWhatIsAnnounced")),
                Mutation.named("unfinished messages have no bound")
                        .by(Alteration.empty(RECEIVE + "ReassemblyMemory", "relieve"))
                        .foundBy(unfinished("beyondTheBoundTheLargestThatDoesNotGoOnEndsFirst")),
                Mutation.named("postponed records pile up")
                        .by(Alteration.advice(SEND + "PostponedRecords", "kind", EngineMistakes.NothingMerged.class))
                        .foundBy(flood("declarationsThatAreNotAcknowledgedCostTheLogAndNoMore")),
                Mutation.named("each grant starts a timer")
                        .by(Alteration.advice(SEND + "CreditFlow", "show", EngineMistakes.AlwaysTrue.class))
                        .foundBy(flood("growingCreditIsOneTimerOfAFlow")));
    }

    private static Stream<Mutation> outages() {
        return Stream.of(
                Mutation.named("an outage counts from the notice")
                        .by(Alteration.advice(SESSION + "Outages", "begin", EngineMistakes.OutageFromNotice.class))
                        .foundBy(outage("anOutageCountsFromTheLastByteThatWasReceived")),
                Mutation.named("maxStall runs though nobody waits")
                        .by(Alteration.advice(
                                SEND + "PublisherWaits", "longestWaitNs", EngineMistakes.StallWithoutWaiters.class))
                        .foundBy(outage("aPublisherThatWaitsLongerThanMaxStallEndsTheSession")),
                Mutation.named("a message that is given up still counts for maxStall")
                        .by(Alteration.withoutCall(SEND + "WaitTicket", "leave", "leave"))
                        .foundBy(MutationCheck.tests(
                                "chaski.node.StallTest", "nothingIsWaitedForWhenTheMessageIsGivenUp")));
    }

    /** Membership, pairing and liveness. */
    private static Stream<Mutation> opinions() {
        return Stream.of(
                Mutation.named("a late node does not doubt itself")
                        .by(Alteration.advice(
                                "chaski.node.liveness.FailureDetector", "tick", OpinionMistakes.NoReprieve.class))
                        .foundBy(MutationCheck.tests("chaski.node.liveness.FailureDetectorTest")),
                Mutation.named("old news is a sign of life")
                        .by(Alteration.advice(
                                "chaski.node.liveness.FailureDetector", "heard", OpinionMistakes.OldNewsBelieved.class))
                        .foundBy(MutationCheck.tests("chaski.node.liveness.FailureDetectorTest")),
                Mutation.named("a peer that is down is vouched for")
                        .by(Alteration.empty(MEMBERSHIP + "Directory", "annotate"))
                        .foundBy(MutationCheck.tests(MEMBERSHIP + "DirectoryTest")),
                Mutation.named("a forgotten node comes back by repetition")
                        .by(Alteration.withoutCall(MEMBERSHIP + "Directory", "judgeStranger", "covers"))
                        .foundBy(MutationCheck.tests(MEMBERSHIP + "DirectoryTest")),
                Mutation.named("a full directory takes strangers")
                        .by(
                                Alteration.empty(MEMBERSHIP + "DirectoryStore", "isFull"),
                                Alteration.advice(
                                        MEMBERSHIP + "DirectoryStore", "makeRoom", EngineMistakes.AlwaysTrue.class))
                        .foundBy(MutationCheck.tests(MEMBERSHIP + "DirectoryTest")),
                Mutation.named("news of a known node costs another one its place")
                        .by(Alteration.withoutCall(MEMBERSHIP + "DirectoryStore", "makeRoom", "get"))
                        .foundBy(MutationCheck.tests(MEMBERSHIP + "DirectoryTest")),
                Mutation.named("a transport that arrives does not end the delays of before")
                        .by(Alteration.withoutCall("chaski.node.dial.DialTarget", "dialNow", "reset"))
                        .foundBy(MutationCheck.tests(
                                "chaski.node.TransportArrivalTest", "anEndpointThatIsJoinedIsDialledAtOnce")),
                Mutation.named("an owner contradicts with a lower version")
                        .by(Alteration.advice(MEMBERSHIP + "OwnEntry", "raise", OpinionMistakes.RaisedFromOwn.class))
                        .foundBy(MutationCheck.tests(MEMBERSHIP + "DirectoryTest")),
                Mutation.named("news goes back to the peer that sent it")
                        .by(
                                Alteration.advice(MEMBERSHIP + "Gossip", "toAllBut", OpinionMistakes.SentBack.class),
                                Alteration.empty(MEMBERSHIP + "GossipQueue", "settled"))
                        .foundBy(MutationCheck.tests(MEMBERSHIP + "GossipTest")),
                Mutation.named("the limit of peers is not kept when pairing")
                        .by(Alteration.empty(PAIRING + "PeerSlots", "isFull"))
                        .foundBy(MutationCheck.tests(PAIRING + "PairingTest")),
                Mutation.named("a session that was joined is not needed")
                        .by(Alteration.advice(
                                PAIRING + "SessionNeeds", "isSpentBootstrap", EngineMistakes.AlwaysTrue.class))
                        .foundBy(MutationCheck.tests(PAIRING + "PairingTest")));
    }

    /** Bounds on what one peer can cause. */
    private static Stream<Mutation> hostile() {
        return Stream.of(
                Mutation.named("a true endpoint costs its announcer a dial")
                        .by(Alteration.empty(DIAL + "TokenBucket", "giveBack"))
                        .foundBy(MutationCheck.tests(DIAL + "DialThrottleTest", "whatAnswersAsExpectedCostsNothing")),
                Mutation.named("an unverified endpoint is dialled several times at once")
                        .by(Alteration.withoutCall(DIAL + "DialThrottle", "begin", "add"))
                        .foundBy(MutationCheck.tests(DIAL + "DialThrottleTest")),
                Mutation.named("a vouch does not count in a share")
                        .by(Alteration.empty(MEMBERSHIP + "DirectoryShares", "vouched"))
                        .foundBy(MutationCheck.tests(MEMBERSHIP + "DirectorySharesTest")),
                Mutation.named("a version that cannot be is believed")
                        .by(Alteration.advice(MEMBERSHIP + "Directory", "isPlausible", EngineMistakes.AlwaysTrue.class))
                        .foundBy(MutationCheck.tests(MEMBERSHIP + "DirectoryTest")),
                Mutation.named("the rest of an entry is read without its dropped part")
                        .by(Alteration.empty("chaski.node.MembershipChannel$FromPeer", "isUseless"))
                        .foundBy(MutationCheck.tests(
                                "chaski.node.PoisonedDirectoryTest",
                                "entriesInPartsThatAreDroppedHalfwayBreakNothing")),
                Mutation.named("a session that carried messages gives way")
                        .by(Alteration.empty(SESSION + "Session", "hasCarriedMessages"))
                        .foundBy(MutationCheck.tests(
                                "chaski.node.AbandonedSessionsTest", "aSessionThatCarriedMessagesKeepsItsPlace")));
    }

    private static MutationCheck creditPool(String test) {
        return MutationCheck.tests(DECLARATION + "CreditPoolTest", test);
    }

    private static MutationCheck unfinished(String test) {
        return MutationCheck.tests("chaski.node.UnfinishedMessagesTest", test);
    }

    private static MutationCheck wakeUp(String test) {
        return MutationCheck.tests("chaski.node.WakeUpTest", test);
    }

    private static MutationCheck outage(String test) {
        return MutationCheck.tests("chaski.node.OutageTest", test);
    }

    private static MutationCheck flood(String test) {
        return MutationCheck.tests("chaski.node.FloodTest", test);
    }

    private static MutationCheck sendLog(String test) {
        return MutationCheck.tests("chaski.node.log.SendLogTest", test);
    }

    private static MutationCheck outbound(String test) {
        return MutationCheck.tests(SEND + "SendChannelTest", test);
    }
}
