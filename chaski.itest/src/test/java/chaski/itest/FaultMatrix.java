package chaski.itest;

import java.util.List;

/**
 * The faults that nodes tolerate, with the tests that prove it. For a row without a test, the remark gives the reason.
 */
final class FaultMatrix {

    private static final String CONTEXT = "chaski.node.context.";
    private static final String NODE = "chaski.node.";
    private static final String UDP = "chaski.transport.udp.";
    private static final String SCENARIOS = "chaski.itest.ScenariosIT#";
    private static final String WORLDS = "chaski.node.simulation.SimulationTest";
    private static final String STREAMER_WORLDS = "chaski.streamer.simulation.StreamerWorldTest";
    private static final String REMOTE_WORLDS = "chaski.remote.RemoteSimulationTest";
    private static final String SEEDED = "0, 1, …";
    private static final String NONE = "none";
    private static final String STREAMS = "I2";
    private static final String ALL = "I1 I2 I3 I4 I5 I6";

    private static final int SEEDS = 20;
    private static final int WORLD_COUNT = 300;
    private static final int STREAMER_WORLD_COUNT = 50;

    private FaultMatrix() {}

    /** {@return the rows in their order} */
    static List<FaultRow> rows() {
        return List.of(
                row(
                                "R1",
                                "UDP loses 1, 5 and 20 % of packets",
                                "bytes are identical; at 5 % at most 1.5 are sent again for each lost one")
                        .by(UDP + "RecoveryTest#bytesSurviveAnyLossAndFewAreSentInVain", UDP + "LossyUdpContractTest")
                        .trials(SEEDS, SEEDED)
                        .asserts(STREAMS),
                row("R2", "a hole of 100 KB; 100 gaps", "at most 150 packets are sent again for 100 gaps")
                        .by(
                                UDP + "RecoveryTest#aHoleOfHundredKilobytesIsFilledOnce",
                                UDP + "RecoveryTest#hundredGapsCostAtMostHundredAndFiftyRetransmissions")
                        .trials(2 * SEEDS, SEEDED)
                        .asserts(STREAMS),
                row("R3", "packets are reordered, repeated and delayed", "in order, once")
                        .by(UDP + "RecoveryTest#bytesSurviveReorderingAndRepetition")
                        .trials(SEEDS, SEEDED)
                        .asserts(STREAMS),
                row("R4", "only acknowledgements are lost; the last packet is lost", "nothing stays unacknowledged")
                        .by(
                                UDP + "RecoveryTest#lostAcknowledgementsAreMadeUpForByLaterOnes",
                                UDP + "RecoveryTest#theLastPacketIsNotLostForGood")
                        .trials(2 * SEEDS, SEEDED)
                        .asserts(STREAMS),
                row("R5", "two flows share a bottleneck", "both progress, evenly")
                        .by(UDP + "RecoveryTest#twoFlowsShareABottleneck")
                        .trials(SEEDS, SEEDED)
                        .asserts(STREAMS),
                row("R6", "a path carries small packets only", "it is enough")
                        .by(UDP + "RecoveryTest#aPathThatCarriesOnlyTheSmallestPacketsIsEnough")
                        .trials(SEEDS, SEEDED)
                        .asserts(STREAMS),
                row("R7", "a peer is killed", "in doubt after 2 s; others go on; its losses are reported")
                        .by(
                                SCENARIOS + "KILLED_SUBSCRIBER_PUBLISH",
                                SCENARIOS + "KILLED_SUBSCRIBER_OFFER",
                                SCENARIOS + "KILLED_SUBSCRIBER_ASYNC",
                                SCENARIOS + "KILLED_SUBSCRIBER_FULL_LOG",
                                NODE + "DoubtTest#aKilledPeerIsInDoubtAfterTwoSeconds",
                                WORLDS)
                        .trials(WORLD_COUNT, SEEDED)
                        .asserts("I1 I2"),
                row(
                                "R8",
                                "a peer is stopped by SIGSTOP",
                                "not in doubt; down by its silence; it resumes or begins a new session as promised")
                        .by(
                                SCENARIOS + "STOPPED_SUBSCRIBER_OFFER",
                                SCENARIOS + "STOPPED_SUBSCRIBER_ASYNC",
                                NODE + "DoubtTest#aPeerThatIsPausedIsNotInDoubt",
                                WORLDS)
                        .trials(WORLD_COUNT, SEEDED)
                        .asserts("I1 I2"),
                row(
                                "R9",
                                "a network drops everything silently",
                                "down within the silence limit and one interval; nothing is lost while there is room")
                        .by(
                                "chaski.cli.FirewallIT#anOutageWithRoomInTheLogLosesNothing",
                                NODE + "DoubtTest#aNetworkThatDropsEverythingIsNoDoubt",
                                UDP + "LinkEndsTest#silenceEndsALinkAfterThirtySeconds")
                        .trials(3, NONE)
                        .asserts(STREAMS)
                        .remark(
                                "FirewallIT needs root and is skipped elsewhere; the others show the same on a simulated network"),
                row(
                                "R10",
                                "a connection is reset in the middle of a record",
                                "the session resumes at the exact position")
                        .by(SCENARIOS + "RESET_LINKS", "chaski.transport.tcp.ResetTest", WORLDS)
                        .trials(50, "1")
                        .asserts(STREAMS)
                        .remark("1,000 resets by -Dchaski.resets=1000"),
                row(
                                "R11",
                                "outages shorter and longer than the resume timeout",
                                "a shorter one resumes, after a longer one SessionLost names what is lost")
                        .by(NODE + "OutageTest", WORLDS)
                        .trials(WORLD_COUNT, SEEDED)
                        .asserts(STREAMS),
                row("R12", "the log is full while the session has no link", "back-pressure; memory is bounded")
                        .by(NODE + "StallTest", STREAMER_WORLDS)
                        .trials(STREAMER_WORLD_COUNT, SEEDED)
                        .asserts(STREAMS),
                row("R13", "TCP and UDP are exchanged under load", "nothing is lost, repeated or reordered")
                        .by(UDP + "SwapUnderLoadTest", "chaski.itest.TransportSwapIT", "chaski.itest.EveryBundleIT")
                        .trials(200, NONE)
                        .asserts("I2 I4 I6"),
                row("R14", "partitions, also one-way ones, that heal", "both sides go on, and converge afterwards")
                        .by(NODE + "membership.ConvergenceTest", NODE + "DirectoryChurnTest", WORLDS)
                        .trials(WORLD_COUNT, SEEDED)
                        .asserts(STREAMS)
                        .remark("on the simulated network only"),
                row("R15", "all of it mixed", "no history breaks the promise")
                        .by(WORLDS, STREAMER_WORLDS, REMOTE_WORLDS)
                        .trials(WORLD_COUNT + STREAMER_WORLD_COUNT, SEEDED)
                        .asserts("I1 I2 I6"),
                row("R16", "a node is starved or paused for some seconds", "no false down")
                        .by(
                                NODE + "DuplicateIdTest#aHolderThatPausesForASecondKeepsItsPlace",
                                NODE + "liveness.FailureDetectorTest",
                                WORLDS)
                        .trials(WORLD_COUNT, SEEDED)
                        .asserts(STREAMS),
                row(
                                "R17",
                                "a connection takes next to nothing; 100 messages of 1 MiB",
                                "the policy cuts it; others get everything")
                        .by(SCENARIOS + "SLOW_READER", "chaski.transport.tcp.SlowReaderTest")
                        .trials(2, NONE)
                        .asserts("I1 I2"),
                row("R18", "the wall clock jumps by a day", "timers are not affected")
                        .by(CONTEXT + "WallClockTest", NODE + "OwnIdTest", WORLDS)
                        .trials(WORLD_COUNT, SEEDED)
                        .asserts(STREAMS),
                row("R19", "the disk is full", "a clear error; the node goes on")
                        .by(SCENARIOS + "TINY_MACHINE_DISK")
                        .trials(1, NONE)
                        .asserts("I1 I2")
                        .remark("nodes write no files yet, only logs"),
                row(
                                "R20",
                                "no descriptor is left",
                                "accepting waits, links go on, newcomers are taken when some are free")
                        .by(SCENARIOS + "TINY_MACHINE_DESCRIPTORS", "chaski.transport.tcp.DescriptorsTest")
                        .trials(2, NONE)
                        .asserts("I1 I2 I6"),
                row("R21", "a rolling restart by SIGTERM", "nothing is lost within the drain time")
                        .by(
                                "chaski.cli.ShippedCommandIT#terminationEndsNodeAndSubWithSuccess",
                                "chaski.streamer.ClosingTest",
                                "chaski.itest.EveryBundleIT")
                        .trials(3, NONE)
                        .asserts(STREAMS),
                row("R22", "1,000 nodes join one at once", "at most three dials each")
                        .by(NODE + "ManyNewcomersTest#aThousandNodesNeedAtMostThreeDialsEach")
                        .trials(1_000, "1")
                        .asserts("I5"),
                row(
                                "R23",
                                "one of two subscribers or exporters is killed, or restarted with a new id",
                                "the other one goes on; idempotent calls go on; paired again in a second")
                        .by(
                                SCENARIOS + "KILLED_EXPORTER_IDEMPOTENT",
                                SCENARIOS + "KILLED_EXPORTER_CALL_ALL",
                                SCENARIOS + "RESTARTED_SUBSCRIBER",
                                NODE + "RestartTest")
                        .trials(4, NONE)
                        .asserts("I1 I2"),
                row("R24", "three machines with one port and unspecified addresses", "found, exact")
                        .by(
                                "chaski.cli.ThreeMachinesIT#nodesOnThreeMachinesFindEachOtherThroughOneSeedAndTheStreamIsExact")
                        .trials(3, NONE)
                        .asserts(STREAMS)
                        .remark("needs root"),
                row("S1", "bytes of all kinds, cut anywhere, for each decoder", "a value or a documented refusal")
                        .by("chaski.fuzz.CorpusTest", NODE + "wire.FrameReaderTest#anyBytesAreReadOrRefused")
                        .trials(220 * SEEDS * SEEDS, SEEDED)
                        .asserts("I6")
                        .remark("a build replays the corpus and mutants of it; Jazzer runs in the profile fuzz"),
                row(
                                "S2",
                                "each frame in each state of a link; valid sessions that break one rule",
                                "nothing has an effect before the handshake is complete; nobody else is harmed")
                        .by(
                                NODE + "EveryFrameInEveryStateTest",
                                NODE + "BrokenRulesTest",
                                NODE + "LateProposalTest",
                                NODE + "AuxiliaryStrangerTest")
                        .trials(95 + 3 * 49, SEEDED)
                        .asserts("I1 I2 I5 I6"),
                row("S3", "lengths and counts that are none", "refused before memory is taken")
                        .by(NODE + "wire.HostileFrameTest", NODE + "wire.FrameReaderTest", NODE + "wire.AllocationTest")
                        .trials(100, SEEDED)
                        .asserts("I6"),
                row("S4", "payloads that are deep, long or wide", "refused with bounded work")
                        .by("chaski.codec.jackson.HostilePayloadTest")
                        .trials(98, NONE)
                        .asserts("I5 I6"),
                row("S5", "frames that come byte by byte", "closed after the time of a handshake")
                        .by(SCENARIOS + "ATTACK_SLOWLORIS")
                        .trials(200, NONE)
                        .asserts(ALL),
                row(
                                "S6",
                                "10,000 silent connections; 10,000 that hang up",
                                "a newcomer is admitted, peers notice nothing")
                        .by(
                                SCENARIOS + "ATTACK_SILENCE",
                                SCENARIOS + "ATTACK_HANGING_UP",
                                NODE + "ManyNewcomersTest#linksThatNeverSayHelloGiveWayToANodeAndThoseThatDidStay")
                        .trials(20_000, NONE)
                        .asserts(ALL),
                row("S7", "2,000 clients of other protocols", "closed, in a few lines")
                        .by(SCENARIOS + "ATTACK_OTHER_PROTOCOLS")
                        .trials(2_000, "1")
                        .asserts(ALL),
                row("S10", "class names and serialized Java in payloads", "data at most; no class is loaded")
                        .by(
                                "chaski.codec.jackson.HostilePayloadTest#classNamesInTheDataAreData",
                                "chaski.codec.jackson.HostilePayloadTest#serializedJavaIsRefused",
                                "chaski.codec.jackson.HostilePayloadTest#namesOfClassesThatComeLateAreBoundedWork")
                        .trials(3, NONE)
                        .asserts("I6"),
                row("S11", "file names that lead elsewhere", "nothing outside of the folder")
                        .remark("files are not built yet"),
                row("S13", "a forged source of UDP", "less is sent than was received")
                        .by(UDP + "AddressValidationTest#aForgedSourceGetsLessThanWasSentInItsName")
                        .trials(1, NONE)
                        .asserts("I5"),
                row("S14", "tokens of other addresses, invented, expired, used before", "refused")
                        .by(UDP + "AddressValidationTest")
                        .trials(9, NONE)
                        .asserts("I5"),
                row("S15", "packets of an old connection, and copies", "dropped")
                        .by(
                                UDP + "HostileDatagramsTest#whatWasSentBeforeIsIgnoredWhenItComesAgain",
                                UDP + "HostileDatagramsTest#datagramsOfAnOldLinkAreIgnored")
                        .trials(2 * SEEDS, SEEDED)
                        .asserts("I2 I5"),
                row("S16", "more topics than fit; declarations without end", "refused at the limit; memory returns")
                        .by(
                                NODE + "ManyTopicsTest",
                                NODE + "FloodTest#declarationsThatAreNotAcknowledgedCostTheLogAndNoMore")
                        .trials(2, NONE)
                        .asserts("I5"),
                row("S17", "topics of all kinds", "one verdict on every path")
                        .by(NODE + "topic.TopicIndexTest", NODE + "wire.HostileFrameTest#patternsThatAreNoneAreRefused")
                        .trials(SEEDS, SEEDED)
                        .asserts("I6"),
                row("S18", "names whose hashes collide", "bounded work")
                        .by(
                                NODE + "topic.TopicIndexTest#collidingNamesAreToldApart",
                                "chaski.codec.jackson.HostilePayloadTest#collidingNamesAreBoundedWork")
                        .trials(2, NONE)
                        .asserts("I6"),
                row("S19", "floods of each frame", "a few tasks, bounded memory, the latest state afterwards")
                        .by(NODE + "FloodTest", NODE + "liveness.PingLimitTest", NODE + "PingTest")
                        .trials(16, NONE)
                        .asserts("I3 I5"),
                row("S20", "a flood of calls, methods that never return", "refused at the limit, others are served")
                        .by("chaski.remote.RemoteFloodTest")
                        .trials(11, NONE)
                        .asserts("I1 I5 I6"),
                row(
                                "S22",
                                "a peer that takes credit and never uses or returns it, with a link or without",
                                "others' longest gap is under 2 s; what was granted stays good")
                        .by("chaski.streamer.HostileCreditTest", NODE + "declaration.CreditPoolTest")
                        .trials(3, NONE)
                        .asserts("I1 I2 I5"),
                row(
                                "S23",
                                "12,000 false directory entries; an honest directory larger than a receiver takes at once",
                                "a newcomer joins and loses nothing; true nodes have their places")
                        .by(NODE + "PoisonedDirectoryTest", NODE + "membership.DirectorySharesTest")
                        .trials(5, NONE)
                        .asserts("I1 I2 I5"),
                row(
                                "S24",
                                "entries that name third parties' addresses",
                                "dials are bounded for each announcer and address")
                        .by(NODE + "NamedStrangersTest", NODE + "dial.DialThrottleTest")
                        .trials(7, NONE)
                        .asserts("I1 I2 I5"),
                row("S25", "1,000 sessions that are opened and abandoned", "a newcomer is served at once")
                        .by(NODE + "AbandonedSessionsTest")
                        .trials(9, NONE)
                        .asserts("I1 I2 I5"),
                row(
                                "S26",
                                "another's id: handshakes, entries, LEAVE, impossible incarnations and versions",
                                "nobody stops, nothing is lost")
                        .by(NODE + "ForeignWordTest", NODE + "DuplicateIdTest")
                        .trials(9, NONE)
                        .asserts("I1 I2 I5")
                        .remark("ids are claims until identities are bound to keys"),
                row(
                                "S27",
                                "unfinished large messages of 60 peers",
                                "memory grows with what arrived, within one bound for the node")
                        .by(NODE + "UnfinishedMessagesTest")
                        .trials(4, SEEDED)
                        .asserts("I3 I5"),
                row(
                                "S28",
                                "nodes that publish and subscribe to one topic with small windows",
                                "no circle; each wait ends")
                        .by(
                                "chaski.streamer.SharedWindowsTest",
                                STREAMER_WORLDS,
                                SCENARIOS + "CIRCULAR_WAITS_LARGE",
                                SCENARIOS + "CIRCULAR_WAITS_SMALL")
                        .trials(STREAMER_WORLD_COUNT, SEEDED)
                        .asserts("I1 I2"),
                row("X2", "code that is unsigned, altered or replayed", "never executed")
                        .remark("no code is shipped to other nodes yet"));
    }

    private static FaultRow row(String id, String fault, String expected) {
        return FaultRow.of(id, fault, expected);
    }
}
