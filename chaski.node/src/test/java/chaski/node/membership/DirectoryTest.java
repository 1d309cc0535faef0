package chaski.node.membership;

import static chaski.node.membership.Directory.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.PeerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DirectoryTest {

    private static final NodeId SELF = NodeId.parse("99999999-9999-4999-8999-999999999999");
    private static final NodeId A = Samples.A;
    private static final NodeId B = Samples.B;
    private static final NodeId C = Samples.C;
    private static final int LIMIT = 5;
    private static final long LATEST_RUN = 1_000_000;
    private static final int SUSPICION_SECONDS = 5;

    private final List<String> seen = new ArrayList<>();
    private long nowNs = Long.MAX_VALUE - 30 * SECOND_NS; // wraps in the middle of each test
    private final Directory directory = directory(new OwnEntry(SELF, 10));

    @Test
    void newestIncarnationThenVersionWins() {
        assertThat(tell(named(A, 1, 5, "a"), B)).isEqualTo(EntryVerdict.NEWS);
        assertThat(tell(named(A, 1, 4, "old"), B)).isEqualTo(EntryVerdict.STALE);
        assertThat(tell(named(A, 1, 6, "newer"), B)).isEqualTo(EntryVerdict.NEWS);
        assertThat(tell(named(A, 2, 1, "restarted"), B)).isEqualTo(EntryVerdict.NEWS);
        assertThat(tell(named(A, 1, 99, "ghost"), B)).isEqualTo(EntryVerdict.STALE);
        assertThat(names()).containsExactly("restarted");
    }

    @Test
    void anotherRunOfANodeWithALinkCountsForNothing() {
        tell(named(A, 5, 1, "living"), A);
        directory.sessionUp(A, 5, nowNs);
        assertThat(tell(named(A, 9, 1, "other"), B)).isEqualTo(EntryVerdict.IGNORED);
        assertThat(tell(NodeEntry.tombstone(A, 9, 2), B)).isEqualTo(EntryVerdict.IGNORED);
        assertThat(directory.compare(new DigestEntry(A, 9, 1, 3, false), B, nowNs))
                .isEqualTo(EntryVerdict.IGNORED);
        assertThat(directory.hear(new Opinion(new DigestEntry(A, 9, 1, 3, false), PeerState.DOWN), B, nowNs))
                .isEqualTo(EntryVerdict.IGNORED);
        assertThat(names()).containsExactly("living");
        assertThat(state(A)).isEqualTo(PeerState.ALIVE);

        directory.annotate(A, PeerState.ALIVE, false, nowNs);
        assertThat(tell(named(A, 9, 1, "other"), B)).isEqualTo(EntryVerdict.NEWS);
    }

    @Test
    void aNodeWithALinkReplacesALaterRunOfItsId() {
        tell(named(A, 9, 1, "other"), B);
        directory.sessionUp(A, 5, nowNs);
        assertThat(tell(named(A, 4, 1, "ghost"), B)).isEqualTo(EntryVerdict.STALE);
        assertThat(directory.compare(new DigestEntry(A, 5, 1, 0, false), A, nowNs))
                .isEqualTo(EntryVerdict.WANTED);
        assertThat(tell(named(A, 5, 1, "living"), A)).isEqualTo(EntryVerdict.NEWS);
        assertThat(names()).containsExactly("living");
        assertThat(tell(named(A, 9, 2, "other"), B)).isEqualTo(EntryVerdict.IGNORED);
    }

    @Test
    void aRunThatCannotBeCountsForNothing() {
        assertThat(tell(named(A, LATEST_RUN + 1, 1, "late"), B)).isEqualTo(EntryVerdict.IGNORED);
        assertThat(directory.compare(new DigestEntry(A, LATEST_RUN + 1, 1, 0, false), A, nowNs))
                .isEqualTo(EntryVerdict.IGNORED);
        assertThat(tell(named(SELF, LATEST_RUN + 1, 1, "mask"), B)).isEqualTo(EntryVerdict.IGNORED);
        assertThat(names()).isEmpty();
        assertThat(seen).contains("membership.refused.incarnation").noneMatch(line -> line.startsWith("superseded"));
    }

    @Test
    void aVersionThatCannotBeCountsOnlyFromItsOwner() {
        tell(named(A, 1, 5, "a"), B);
        long jump = 6 + Directory.MAX_VERSION_JUMP;
        assertThat(tell(named(A, 1, jump, "mask"), B)).isEqualTo(EntryVerdict.IGNORED);
        assertThat(tell(NodeEntry.tombstone(A, 1, jump), B)).isEqualTo(EntryVerdict.IGNORED);
        assertThat(directory.hear(new Opinion(new DigestEntry(A, 1, jump, 0, false), PeerState.DOWN), B, nowNs))
                .isEqualTo(EntryVerdict.IGNORED);
        assertThat(names()).containsExactly("a");
        assertThat(tell(named(A, 1, jump, "true"), A)).isEqualTo(EntryVerdict.NEWS);
        assertThat(tell(named(A, 1, jump + Directory.MAX_VERSION_JUMP, "true, too"), B))
                .isEqualTo(EntryVerdict.NEWS);
    }

    @Test
    void tombstoneHidesTheNodeAndStopsOlderNews() {
        tell(named(A, 1, 5, "a"), A);
        assertThat(tell(NodeEntry.tombstone(A, 1, 6), A)).isEqualTo(EntryVerdict.NEWS);
        assertThat(names()).isEmpty();
        assertThat(tell(named(A, 1, 5, "a"), B)).isEqualTo(EntryVerdict.STALE);
        assertThat(tell(named(A, 2, 1, "back"), B)).isEqualTo(EntryVerdict.NEWS);
        assertThat(names()).containsExactly("back");
    }

    @Test
    void tombstoneOfTheSameVersionWins() {
        tell(named(A, 1, 5, "a"), B);
        assertThat(tell(NodeEntry.tombstone(A, 1, 5), B)).isEqualTo(EntryVerdict.NEWS);
        assertThat(tell(named(A, 1, 5, "a"), B)).isEqualTo(EntryVerdict.STALE);
    }

    @Test
    void tombstoneIsKeptForTenMinutesFromTheLeaving() {
        directory.merge(new AdvertisedEntry(NodeEntry.tombstone(A, 1, 6), 0, 100), B, nowNs);
        pass(499);
        assertThat(directory.advertised(A, nowNs))
                .isNotNull()
                .extracting(AdvertisedEntry::ageSeconds)
                .isEqualTo(599);
        pass(1);
        assertThat(directory.advertised(A, nowNs)).isNull();
        assertThat(directory.merge(new AdvertisedEntry(NodeEntry.tombstone(A, 1, 6), 0, 600), B, nowNs))
                .isEqualTo(EntryVerdict.IGNORED);
    }

    @Test
    void entryThatNobodyVouchesForExpires() {
        tell(named(A, 1, 1, "a"), B);
        pass(39);
        assertThat(state(A)).isEqualTo(PeerState.ALIVE);
        pass(1);
        assertThat(state(A)).as("others are asked").isEqualTo(PeerState.SUSPECT);
        assertThat(seen).contains("opinion on " + A.shortForm() + " from here");
        pass(SUSPICION_SECONDS);
        assertThat(state(A)).isEqualTo(PeerState.DOWN);
        pass(14);
        assertThat(names()).containsExactly("a");
        pass(1);
        assertThat(names()).isEmpty();
    }

    @Test
    void vouchFromElsewhereKeepsItAlive() {
        tell(named(A, 1, 1, "a"), B);
        for (int vouch = 1; vouch < 20; vouch++) {
            pass(35);
            assertThat(directory.compare(new DigestEntry(A, 1, 1, vouch, false), B, nowNs))
                    .isEqualTo(EntryVerdict.SAME);
        }
        assertThat(names()).containsExactly("a");
        assertThat(seen).contains("vouch " + A.shortForm() + " from " + B.shortForm());
    }

    @Test
    void repeatingAnOldVouchKeepsNothingAlive() {
        directory.merge(new AdvertisedEntry(named(A, 1, 1, "a"), 7, 0), B, nowNs);
        for (int i = 0; i < 12; i++) {
            pass(5);
            directory.compare(new DigestEntry(A, 1, 1, 7, false), B, nowNs);
            directory.compare(new DigestEntry(A, 1, 1, 6, false), C, nowNs);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void sessionVouchesUntilItEndsOrThePeerIsDown() {
        directory.sessionUp(A, 1, nowNs);
        tell(named(A, 1, 1, "a"), A);
        pass(200);
        int vouch = directory.row(A).vouch();
        assertThat(vouch).isBetween(8, 14);
        directory.annotate(A, PeerState.DOWN, true, nowNs);
        pass(200);
        assertThat(directory.row(A).vouch()).isEqualTo(vouch);
        assertThat(names()).as("kept while there is a session").containsExactly("a");
        assertThat(state(A)).isEqualTo(PeerState.DOWN);
        directory.sessionEnded(A, false, nowNs);
        pass(1);
        assertThat(names()).isEmpty();
    }

    @Test
    void sessionWithAnotherRunVouchesForNothing() {
        tell(named(A, 1, 1, "a"), B);
        directory.sessionUp(A, 2, nowNs);
        pass(50);
        assertThat(directory.row(A).vouch()).isZero();
    }

    @Test
    void nobodyVouchesWhileOthersDo() {
        directory.sessionUp(A, 1, nowNs);
        tell(named(A, 1, 1, "a"), A);
        int vouch = directory.row(A).vouch();
        seen.clear();
        for (int i = 0; i < 20; i++) {
            pass(14);
            directory.compare(new DigestEntry(A, 1, 1, ++vouch, false), B, nowNs);
        }
        assertThat(seen).containsOnly("vouch " + A.shortForm() + " from " + B.shortForm());
    }

    @Test
    void sessionGoesBeyondAVouchThatOthersCountedFurther() {
        directory.sessionUp(A, 1, nowNs);
        tell(named(A, 1, 1, "a"), A);
        int vouch = directory.row(A).vouch();
        directory.compare(new DigestEntry(A, 1, 1, vouch + 1, false), B, nowNs);
        assertThat(directory.row(A).vouch()).as("counted as usual").isEqualTo(vouch + 1);
        directory.compare(new DigestEntry(A, 1, 1, vouch + 9, false), B, nowNs);
        assertThat(directory.row(A).vouch()).isEqualTo(vouch + 10);
    }

    @Test
    void opinionOfAnotherNodeIsShownAndTheWorseOneCounts() {
        tell(named(A, 1, 1, "a"), B);
        assertThat(opine(A, 0, PeerState.DOWN, B)).isEqualTo(EntryVerdict.SAME);
        assertThat(state(A)).isEqualTo(PeerState.DOWN);
        assertThat(opine(A, 0, PeerState.SUSPECT, C)).isEqualTo(EntryVerdict.STALE_VOUCH);
        assertThat(opine(A, 0, PeerState.DOWN, C)).isEqualTo(EntryVerdict.SAME);
        assertThat(state(A)).isEqualTo(PeerState.DOWN);
        assertThat(seen).filteredOn(s -> s.startsWith("opinion")).hasSize(1);
    }

    @Test
    void aHigherVouchRefutesAnOpinionAndAnOlderOpinionIsAnswered() {
        tell(named(A, 1, 1, "a"), B);
        opine(A, 0, PeerState.DOWN, B);
        directory.compare(new DigestEntry(A, 1, 1, 1, false), C, nowNs);
        assertThat(state(A)).isEqualTo(PeerState.ALIVE);
        assertThat(opine(A, 0, PeerState.DOWN, B)).isEqualTo(EntryVerdict.STALE_VOUCH);
        assertThat(state(A)).isEqualTo(PeerState.ALIVE);
    }

    @Test
    void aLaterVersionRefutesAnOpinion() {
        tell(named(A, 1, 1, "a"), B);
        opine(A, 0, PeerState.DOWN, B);
        tell(named(A, 1, 2, "a"), C);
        assertThat(state(A)).isEqualTo(PeerState.ALIVE);
        assertThat(opine(A, 7, PeerState.DOWN, B)).isEqualTo(EntryVerdict.STALE);
    }

    @Test
    void whoHasASessionRefutesAtOnceAndALiarOnceASecond() {
        directory.sessionUp(A, 1, nowNs);
        tell(named(A, 1, 1, "a"), A);
        int vouch = directory.row(A).vouch();
        assertThat(opine(A, vouch, PeerState.SUSPECT, B)).isEqualTo(EntryVerdict.STALE_VOUCH);
        assertThat(directory.row(A).vouch()).isEqualTo(vouch + 1);
        for (int i = 0; i < 100; i++) {
            opine(A, directory.row(A).vouch(), PeerState.DOWN, B);
            assertThat(state(A)).isEqualTo(PeerState.ALIVE);
        }
        assertThat(directory.row(A).vouch()).isEqualTo(vouch + 1);
        pass(1);
        assertThat(directory.row(A).vouch()).isEqualTo(vouch + 2);
    }

    @Test
    void aSuspectPeerIsNotVouchedForAndOneWithoutALinkNeither() {
        directory.sessionUp(A, 1, nowNs);
        tell(named(A, 1, 1, "a"), A);
        int vouch = directory.row(A).vouch();
        directory.annotate(A, PeerState.ALIVE, false, nowNs);
        pass(60);
        directory.annotate(A, PeerState.SUSPECT, true, nowNs);
        pass(60);
        assertThat(directory.row(A).vouch()).isEqualTo(vouch);
        assertThat(state(A)).isEqualTo(PeerState.SUSPECT);
        directory.annotate(A, PeerState.ALIVE, true, nowNs);
        assertThat(directory.row(A).vouch()).isEqualTo(vouch + 1);
        assertThat(state(A)).isEqualTo(PeerState.ALIVE);
    }

    @Test
    void whatWasHeardThroughASilentPeerIsSuspectThenDown() {
        directory.sessionUp(B, 1, nowNs);
        tell(named(A, 1, 1, "a"), B);
        tell(named(C, 1, 1, "c"), C);
        directory.annotate(B, PeerState.SUSPECT, true, nowNs);
        assertThat(state(A)).isEqualTo(PeerState.SUSPECT);
        assertThat(state(C)).isEqualTo(PeerState.ALIVE);
        pass(SUSPICION_SECONDS - 1);
        assertThat(state(A)).isEqualTo(PeerState.SUSPECT);
        pass(1);
        assertThat(state(A)).isEqualTo(PeerState.DOWN);
        assertThat(opine(A, 1, PeerState.ALIVE, C)).isEqualTo(EntryVerdict.SAME);
        assertThat(state(A)).isEqualTo(PeerState.ALIVE);
    }

    @Test
    void aPeerWhoseSessionWasGivenUpIsSuspectThenDown() {
        directory.sessionUp(A, 1, nowNs);
        tell(named(A, 1, 1, "a"), A);
        directory.annotate(A, PeerState.ALIVE, false, nowNs);
        directory.sessionEnded(A, true, nowNs);
        assertThat(state(A)).isEqualTo(PeerState.SUSPECT);
        pass(SUSPICION_SECONDS);
        assertThat(state(A)).isEqualTo(PeerState.DOWN);
    }

    @Test
    void theOpinionOnAnEarlierRunDoesNotCountForALaterOne() {
        directory.sessionUp(A, 1, nowNs);
        tell(named(A, 1, 1, "a"), A);
        directory.annotate(A, PeerState.DOWN, false, nowNs);
        tell(named(A, 2, 1, "again"), B);
        assertThat(state(A)).isEqualTo(PeerState.ALIVE);
    }

    @Test
    void lastWordsAreToldToWhoKnowsLess() {
        directory.merge(new AdvertisedEntry(named(A, 1, 3, "a"), 7, 0), B, nowNs);
        pass(60);
        assertThat(directory.compare(new DigestEntry(A, 1, 3, 2, false), B, nowNs))
                .isEqualTo(EntryVerdict.STALE_VOUCH);
        assertThat(directory.lastRow(A)).isEqualTo(new DigestEntry(A, 1, 3, 7, false));
    }

    @Test
    void forgottenNodeComesBackOnlyByNews() {
        directory.merge(new AdvertisedEntry(named(A, 1, 3, "a"), 7, 0), B, nowNs);
        pass(60);
        assertThat(names()).isEmpty();
        assertThat(directory.merge(new AdvertisedEntry(named(A, 1, 3, "a"), 7, 0), B, nowNs))
                .isEqualTo(EntryVerdict.IGNORED);
        assertThat(directory.compare(new DigestEntry(A, 1, 3, 7, false), B, nowNs))
                .isEqualTo(EntryVerdict.IGNORED);
        assertThat(directory.compare(new DigestEntry(A, 1, 2, 99, false), B, nowNs))
                .isEqualTo(EntryVerdict.IGNORED);
        assertThat(directory.compare(new DigestEntry(A, 1, 3, 8, false), B, nowNs))
                .isEqualTo(EntryVerdict.WANTED);
        assertThat(directory.compare(new DigestEntry(A, 1, 4, 0, false), B, nowNs))
                .isEqualTo(EntryVerdict.WANTED);
        assertThat(directory.compare(new DigestEntry(A, 2, 1, 0, false), B, nowNs))
                .isEqualTo(EntryVerdict.WANTED);
    }

    @Test
    void forgottenNodeThatSpeaksForItselfIsBelievedAndVouchedForAnew() {
        directory.merge(new AdvertisedEntry(named(A, 1, 3, "a"), 7, 0), B, nowNs);
        pass(60);
        directory.sessionUp(A, 1, nowNs);
        assertThat(directory.merge(new AdvertisedEntry(named(A, 1, 3, "a"), 2, 0), A, nowNs))
                .isEqualTo(EntryVerdict.NEWS);
        assertThat(directory.row(A).vouch()).isEqualTo(8);
    }

    @Test
    void lastWordsAreForgottenAfterTenMinutes() {
        directory.merge(new AdvertisedEntry(named(A, 1, 3, "a"), 7, 0), B, nowNs);
        pass(660);
        assertThat(directory.compare(new DigestEntry(A, 1, 3, 7, false), B, nowNs))
                .isEqualTo(EntryVerdict.WANTED);
    }

    @Test
    void ownerAnnouncesOnlyWhatChanged() {
        Announcement first = new Announcement("me", List.of(), List.of(), List.of(), false);
        directory.own().announce(first, nowNs);
        directory.own().announce(first, nowNs);
        assertThat(directory.row(SELF).version()).isEqualTo(1);
        directory.own().announce(new Announcement("me", List.of(), List.of(), List.of(), true), nowNs);
        assertThat(directory.row(SELF).version()).isEqualTo(2);
        assertThat(names()).as("a user's view is of others").isEmpty();
    }

    @Test
    void ownerThatSeesItselfGoneAnnouncesItselfWithAHigherVersion() {
        announceSelf();
        assertThat(tell(NodeEntry.tombstone(SELF, 10, 7), B)).isEqualTo(EntryVerdict.IGNORED);
        assertThat(directory.row(SELF)).isEqualTo(new DigestEntry(SELF, 10, 8, 0, false));
        assertThat(directory.compare(new DigestEntry(SELF, 10, 8, 0, true), B, nowNs))
                .isEqualTo(EntryVerdict.IGNORED);
        assertThat(directory.row(SELF)).isEqualTo(new DigestEntry(SELF, 10, 9, 0, false));
    }

    @Test
    void ownerContradictsWhatItNeverSaid() {
        announceSelf();
        tell(named(SELF, 10, 1, "somebody else"), B);
        assertThat(directory.row(SELF).version()).isEqualTo(2);
        assertThat(directory.entry(SELF).name()).isEqualTo("me");
    }

    @Test
    void ownerTellsThoseWhoKnowAnOlderVersion() {
        announceSelf();
        tell(NodeEntry.tombstone(SELF, 10, 7), B);
        assertThat(directory.compare(new DigestEntry(SELF, 10, 3, 0, false), B, nowNs))
                .isEqualTo(EntryVerdict.STALE);
        assertThat(directory.compare(new DigestEntry(SELF, 9, 99, 0, false), B, nowNs))
                .isEqualTo(EntryVerdict.STALE);
        assertThat(directory.row(SELF).version()).isEqualTo(8);
    }

    @Test
    void exhaustedVouchOfTheOwnerIsAnsweredByAHigherVersion() {
        announceSelf();
        directory.compare(new DigestEntry(SELF, 10, 1, DigestEntry.MAX_VOUCH, false), B, nowNs);
        assertThat(directory.row(SELF)).isEqualTo(new DigestEntry(SELF, 10, 2, 0, false));
    }

    @Test
    void laterRunOfItselfIsReported() {
        announceSelf();
        tell(named(SELF, 11, 1, "other"), B);
        assertThat(seen).contains("superseded 11");
        assertThat(directory.entry(SELF).name()).isEqualTo("me");
        directory.own().reincarnate(12, nowNs);
        assertThat(directory.row(SELF)).isEqualTo(new DigestEntry(SELF, 12, 1, 0, false));
        assertThatThrownBy(() -> directory.own().reincarnate(12, nowNs)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavingIsFinal() {
        announceSelf();
        directory.own().leave(nowNs);
        directory.own().leave(nowNs);
        announceSelf();
        directory.own().announce(new Announcement("again", List.of(), List.of(), List.of(), false), nowNs);
        assertThat(directory.row(SELF)).isEqualTo(new DigestEntry(SELF, 10, 2, 0, true));
        tell(named(SELF, 10, 5, "me"), B);
        assertThat(directory.row(SELF)).isEqualTo(new DigestEntry(SELF, 10, 6, 0, true));
    }

    @Test
    void observerSaysNothingAboutItself() {
        tell(named(SELF, 10, 5, "me"), B);
        directory.compare(new DigestEntry(SELF, 10, 5, 0, false), B, nowNs);
        directory.own().leave(nowNs);
        assertThat(directory.row(SELF)).isNull();
        assertThat(seen).isEmpty();
    }

    @Test
    void fullDirectoryRefusesStrangersAndCountsThem() {
        fill();
        assertThat(tell(named(C, 1, 1, "c"), B)).isEqualTo(EntryVerdict.IGNORED);
        assertThat(directory.size()).isEqualTo(LIMIT);
        assertThat(seen).contains("membership.refused.directoryFull");
        assertThat(directory.compare(new DigestEntry(C, 1, 1, 0, false), B, nowNs))
                .isEqualTo(EntryVerdict.IGNORED);
    }

    @Test
    void fullDirectoryMakesRoomForAPeer() {
        fill();
        directory.sessionUp(C, 1, nowNs);
        assertThat(tell(named(C, 1, 1, "c"), C)).isEqualTo(EntryVerdict.NEWS);
        assertThat(names()).contains("c").doesNotContain("n0");
        assertThat(directory.size()).isEqualTo(LIMIT);
    }

    @Test
    void newsOfKnownNodesCostNobodyItsPlaceInAFullDirectory() {
        tell(NodeEntry.tombstone(A, 1, 2), B);
        for (int i = 0; i < LIMIT - 1; i++) {
            tell(named(stranger(i), 1, 1, "n" + i), B);
        }

        assertThat(tell(named(stranger(0), 1, 2, "n0"), B)).isEqualTo(EntryVerdict.NEWS);
        assertThat(tell(named(stranger(1), 1, 2, "n1"), stranger(1))).isEqualTo(EntryVerdict.NEWS);
        assertThat(tell(named(stranger(2), 2, 1, "n2"), stranger(2))).isEqualTo(EntryVerdict.NEWS);

        assertThat(names()).containsExactlyInAnyOrder("n0", "n1", "n2", "n3");
        assertThat(directory.row(A)).isNotNull();

        assertThat(tell(named(A, 2, 1, "a"), A)).as("it is back").isEqualTo(EntryVerdict.NEWS);
        assertThat(tell(NodeEntry.tombstone(stranger(3), 1, 2), B)).isEqualTo(EntryVerdict.NEWS);
        assertThat(names()).containsExactlyInAnyOrder("n0", "n1", "n2", "a");
        assertThat(directory.size()).isEqualTo(LIMIT);
    }

    @Test
    void newsOfKnownNodesIsTakenByADirectoryFullOfThem() {
        fill();

        for (int i = 0; i < LIMIT; i++) {
            NodeId from = i % 2 == 0 ? B : stranger(i);
            assertThat(tell(named(stranger(i), 1, 2, "m" + i), from)).isEqualTo(EntryVerdict.NEWS);
        }

        assertThat(names()).containsExactlyInAnyOrder("m0", "m1", "m2", "m3", "m4");
        assertThat(seen).doesNotContain("membership.refused.directoryFull");
    }

    @Test
    void fullDirectoryMakesRoomByDroppingTombstones() {
        tell(NodeEntry.tombstone(A, 1, 2), B);
        for (int i = 0; i < LIMIT - 1; i++) {
            tell(named(stranger(i), 1, 1, "n" + i), B);
        }
        assertThat(tell(named(C, 1, 1, "c"), B)).isEqualTo(EntryVerdict.NEWS);
        assertThat(directory.row(A)).isNull();
        assertThat(tell(named(A, 1, 1, "a"), B)).as("what it left behind").isEqualTo(EntryVerdict.IGNORED);
    }

    @Test
    void sumOfHashesTellsWhetherDirectoriesAreAlike() {
        Directory other = directory(new OwnEntry(B, 1));
        assertThat(directory.hash()).isZero();
        tell(named(A, 1, 1, "a"), B);
        tell(named(C, 1, 1, "c"), B);
        other.merge(new AdvertisedEntry(named(C, 1, 1, "c"), 9, 0), A, nowNs);
        assertThat(other.hash()).isNotEqualTo(directory.hash());
        other.merge(new AdvertisedEntry(named(A, 1, 1, "a"), 3, 0), C, nowNs);
        assertThat(other.hash()).isEqualTo(directory.hash());
        other.merge(new AdvertisedEntry(NodeEntry.tombstone(A, 1, 1), 0, 0), C, nowNs);
        assertThat(other.hash()).isNotEqualTo(directory.hash());
        pass(60);
        assertThat(directory.hash()).isZero();
    }

    private Directory directory(OwnEntry owner) {
        DirectoryListener recorder = new Recorder();
        Vouching vouching = new Vouching(new Random(1), () -> SUSPICION_SECONDS * SECOND_NS, recorder, nowNs);
        return new Directory(owner, LIMIT, recorder, vouching, run -> run <= LATEST_RUN, MembershipSecurity.NONE);
    }

    private EntryVerdict opine(NodeId id, int vouch, PeerState state, NodeId from) {
        return directory.hear(new Opinion(new DigestEntry(id, 1, 1, vouch, false), state), from, nowNs);
    }

    private void announceSelf() {
        directory.own().announce(new Announcement("me", List.of(), List.of(), List.of(), false), nowNs);
    }

    private void fill() {
        for (int i = 0; i < LIMIT; i++) {
            tell(named(stranger(i), 1, 1, "n" + i), B);
            nowNs += SECOND_NS;
        }
    }

    private static NodeId stranger(int i) {
        return new NodeId(new UUID(i, i));
    }

    private static NodeEntry named(NodeId id, long incarnation, long version, String name) {
        return Samples.named(id, incarnation, version, name);
    }

    private EntryVerdict tell(NodeEntry entry, NodeId from) {
        return directory.merge(new AdvertisedEntry(entry, 0, 0), from, nowNs);
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nowNs += SECOND_NS;
            directory.tick(nowNs);
            directory.tickSuspects(nowNs);
        }
    }

    private List<String> names() {
        return directory.view().stream().map(DirectoryEntry::name).toList();
    }

    private PeerState state(NodeId id) {
        return directory.view().stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private final class Recorder implements DirectoryListener {

        @Override
        public void onChange(NodeId id, @Nullable NodeEntry before, @Nullable NodeEntry after, @Nullable NodeId from) {
            seen.add("change " + id.shortForm());
        }

        @Override
        public void onVouch(NodeId id, @Nullable NodeId from) {
            seen.add("vouch " + id.shortForm() + " from " + (from == null ? "here" : from.shortForm()));
        }

        @Override
        public void onOpinion(NodeId id, @Nullable NodeId from) {
            seen.add("opinion on " + id.shortForm() + " from " + (from == null ? "here" : from.shortForm()));
        }

        @Override
        public void onState() {}

        @Override
        public void onSuperseded(long incarnation) {
            seen.add("superseded " + incarnation);
        }

        @Override
        public void onRefused(NodeId from, String counter, String reason) {
            seen.add(counter);
        }

        @Override
        public void onRefused(String counter) {
            seen.add(counter);
        }
    }
}
