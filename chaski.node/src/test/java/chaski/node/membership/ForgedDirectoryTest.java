package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.TopicPattern;
import chaski.api.node.PeerState;
import chaski.api.security.Identity;
import chaski.ca.CertificateAuthority;
import chaski.node.identity.LinkProof;
import chaski.node.identity.OwnerProof;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A member of a closed network with a valid identity attacks what others have announced. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedDirectoryTest {

    private static final long RUN = 500;
    private static final String SIGNATURE = VerifiedEntries.REFUSED;
    private static final String OLDER = "membership.ignored.olderEntry";

    private SigningMember hub;
    private SigningMember alice;
    private SigningMember mallory;
    private SigningMember stranger;
    private Instant now = Instant.now();

    @BeforeAll
    void issue(@TempDir Path directory) {
        CertificateAuthority authority = CertificateAuthority.create(directory.resolve("ca"), "example.org", null);
        CertificateAuthority foreign = CertificateAuthority.create(directory.resolve("other"), "example.org", null);
        hub = new SigningMember(authority, "hub", () -> now);
        alice = new SigningMember(authority, "alice", () -> now);
        mallory = new SigningMember(authority, "mallory", () -> now);
        stranger = new SigningMember(foreign, "alice", () -> now);
    }

    /** A node that knows an entry of Alice, version 5, and has sessions with her and with Mallory. */
    private final class Scene {

        final VerifyingNode node = new VerifyingNode(hub);
        final NodeEntry known = alice.entry(RUN, 5, "lab.>");
        final NodeEntry own;

        Scene() {
            node.connect(alice.id);
            node.connect(mallory.id);
            node.receive(alice.id, alice.sign(known));
            // The link of Alice alone would refute much; here only the signature does.
            node.membership.sessionEnded(alice.id, false, node.nowNs);
            own = node.membership.entry(hub.id).orElseThrow();
            assertThat(node.membership.entry(alice.id)).contains(known);
            assertThat(node.counts).doesNotContainKey(SIGNATURE);
        }

        void forge(NodeEntry entry, OwnerProof proof) {
            node.receive(mallory.id, new AdvertisedEntry(entry, 1, 0, proof));
        }

        void unsigned(NodeEntry entry) {
            node.receive(mallory.id, new AdvertisedEntry(entry, 1, 0));
        }

        /** The certificates of Alice, with another signature. */
        OwnerProof asAlice(ByteBuffer signature) {
            return alice.proof(known).withSignature(signature);
        }

        void change(ByteBuffer signature) {
            var none = new EntryChange.Difference(List.of(), List.of());
            var more = new EntryChange.Difference(List.of(TopicPattern.of("evil.>")), List.of());
            node.receive(
                    mallory.id,
                    new MembershipMessage.Changes(
                            List.of(new EntryChange(alice.id, RUN, 5, 6, 1, none, more).signed(signature))));
        }
    }

    static Stream<Arguments> attacks() {
        return Stream.of(
                attack(
                        "alters the entry, with the old signature",
                        SIGNATURE,
                        (test, s) -> s.forge(test.alice.entry(RUN, 6, "evil.>"), test.alice.proof(s.known))),
                attack(
                        "alters the entry, signed by herself",
                        SIGNATURE,
                        (test, s) -> s.forge(test.alice.entry(RUN, 6), test.mallory.proof(test.alice.entry(RUN, 6)))),
                attack("alters the entry, with Alice's certificate and her own signature", SIGNATURE, (test, s) -> {
                    NodeEntry altered = test.alice.entry(RUN, 6);
                    s.forge(altered, s.asAlice(test.mallory.proof(altered).signature()));
                }),
                attack(
                        "alters the entry without a proof",
                        SIGNATURE,
                        (test, s) -> s.unsigned(test.alice.entry(RUN, 6))),
                attack(
                        "alters the entry with an empty signature",
                        SIGNATURE,
                        (test, s) -> s.forge(test.alice.entry(RUN, 6), s.asAlice(ByteBuffer.allocate(0)))),
                attack(
                        "alters the entry with certificates of noise",
                        SIGNATURE,
                        (test, s) -> s.forge(
                                test.alice.entry(RUN, 6),
                                new OwnerProof(
                                        "one", List.of(ByteBuffer.allocate(1365), ByteBuffer.allocate(1365)), NOISE))),
                attack(
                        "alters the entry without raising its version",
                        "",
                        (test, s) -> s.forge(test.alice.entry(RUN, 5, "evil.>"), test.mallory.proof(s.known))),
                attack(
                        "raises the version only",
                        SIGNATURE,
                        (test, s) -> s.forge(
                                s.known.withTopics(s.known.published(), s.known.subscribed(), 6),
                                test.alice.proof(s.known))),
                attack(
                        "raises the incarnation only",
                        SIGNATURE,
                        (test, s) -> s.forge(test.alice.entry(RUN + 1, 5, "lab.>"), test.alice.proof(s.known))),
                attack(
                        "raises the version beyond reach",
                        "membership.refused.version",
                        (test, s) -> s.unsigned(test.alice.entry(RUN, 1 << 22))),
                attack(
                        "raises the incarnation beyond reach",
                        "membership.refused.incarnation",
                        (test, s) -> s.unsigned(test.alice.entry(2_000_000, 1))),
                attack(
                        "buries Alice, unsigned",
                        SIGNATURE,
                        (test, s) -> s.unsigned(NodeEntry.tombstone(test.alice.id, RUN, 6))),
                attack(
                        "buries Alice with the signature of her entry",
                        SIGNATURE,
                        (test, s) -> s.forge(NodeEntry.tombstone(test.alice.id, RUN, 5), test.alice.proof(s.known))),
                attack("buries Alice, signed by herself", SIGNATURE, (test, s) -> {
                    NodeEntry tombstone = NodeEntry.tombstone(test.alice.id, RUN, 6);
                    s.forge(tombstone, test.mallory.proof(tombstone));
                }),
                attack("changes topics without a signature", SIGNATURE, (test, s) -> s.change(ByteBuffer.allocate(0))),
                attack(
                        "changes topics with the old signature",
                        SIGNATURE,
                        (test, s) -> s.change(test.alice.proof(s.known).signature())),
                attack("sends a forged entry in parts", SIGNATURE, (test, s) -> {
                    FieldWriter out = new FieldWriter();
                    EntryCodec.encode(test.mallory.sign(test.alice.entry(RUN, 6)), out);
                    s.node.receive(test.mallory.id, new MembershipMessage.EntryPart(true, true, out.buffer()));
                }),
                attack("invents a node", SIGNATURE, (test, s) -> {
                    NodeEntry ghost = Samples.named(new NodeId(new UUID(1, 2)), RUN, 1, "ghost");
                    s.forge(ghost, test.mallory.proof(ghost));
                }),
                attack(
                        "repeats an older version",
                        OLDER,
                        (test, s) -> s.node.receive(test.mallory.id, test.alice.sign(test.alice.entry(RUN, 4)))),
                attack(
                        "repeats an older run",
                        OLDER,
                        (test, s) -> s.node.receive(test.mallory.id, test.alice.sign(test.alice.entry(RUN - 1, 9)))),
                attack(
                        "has Alice's identity from another authority",
                        SIGNATURE,
                        (test, s) -> s.node.receive(test.mallory.id, test.stranger.sign(test.stranger.entry(RUN, 6)))),
                attack("signs without the prefix", SIGNATURE, (test, s) -> {
                    NodeEntry altered = test.alice.entry(RUN, 6);
                    s.forge(altered, s.asAlice(test.bareSignature(altered)));
                }),
                attack(
                        "claims a higher version of the node itself",
                        "",
                        (test, s) -> s.node.receive(
                                test.mallory.id,
                                new MembershipMessage.Vouches(
                                        List.of(new DigestEntry(test.hub.id, 1_000, 9, 0, false))))),
                attack(
                        "claims that the node has left",
                        "",
                        (test, s) -> s.node.receive(
                                test.mallory.id,
                                new MembershipMessage.Opinions(List.of(new Opinion(
                                        new DigestEntry(test.hub.id, 1_000, 9, 0, true), PeerState.DOWN))))),
                attack(
                        "buries the node itself",
                        SIGNATURE,
                        (test, s) -> s.unsigned(NodeEntry.tombstone(test.hub.id, 1_000, 9))),
                attack("surpasses the node itself", SIGNATURE, (test, s) -> {
                    NodeEntry later = test.hub.entry(5_000, 1);
                    s.forge(later, test.mallory.proof(later));
                }),
                attack(
                        "states a higher version in an opinion",
                        "",
                        (test, s) -> s.node.receive(
                                test.mallory.id,
                                new MembershipMessage.Opinions(List.of(new Opinion(
                                        new DigestEntry(test.alice.id, RUN, 6, 0, false), PeerState.DOWN))))),
                attack(
                        "announces the endpoint of Alice as her own",
                        "",
                        (test, s) -> s.node.receive(
                                test.mallory.id,
                                test.mallory.sign(new NodeEntry(
                                        test.mallory.id,
                                        RUN,
                                        1,
                                        false,
                                        false,
                                        "alice",
                                        List.of(Endpoint.parse("tcp://alice:7601")),
                                        List.of(),
                                        List.of())))));
    }

    private static final ByteBuffer NOISE = ByteBuffer.wrap(new byte[] {1, 2, 3});

    /** Alice's key signs other things, too; none of them is an entry. */
    private ByteBuffer bareSignature(NodeEntry entry) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(alice.current().key());
            signature.update(EntryCodec.statement(entry));
            return ByteBuffer.wrap(signature.sign());
        } catch (java.security.GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @FunctionalInterface
    private interface Attack {
        void run(ForgedDirectoryTest test, Scene scene);
    }

    private static Arguments attack(String name, String counter, Attack attack) {
        return arguments(name, counter, attack);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void changesNothing(String name, String counter, Attack attack) {
        Scene scene = new Scene();
        attack.run(this, scene);
        VerifyingNode node = scene.node;
        assertThat(node.membership.entry(alice.id)).contains(scene.known);
        assertThat(node.membership.entry(hub.id)).contains(scene.own);
        assertThat(node.membership.directory()).extracting(entry -> entry.id()).isSubsetOf(alice.id, mallory.id);
        if (!counter.isEmpty()) {
            assertThat(node.counted(counter)).isEqualTo(1);
        }
        if (counter.equals(SIGNATURE)) {
            assertThat(node.reasons.get(counter)).startsWith(mallory.id.shortForm());
        }
        // Afterwards everything still works.
        node.receive(mallory.id, alice.sign(alice.entry(RUN, 7, "lab.new")));
        assertThat(node.membership.entry(alice.id)).contains(alice.entry(RUN, 7, "lab.new"));
    }

    @Test
    void aNodeThatLeftIsNotResurrected() {
        Scene scene = new Scene();
        scene.node.receive(mallory.id, alice.sign(NodeEntry.tombstone(alice.id, RUN, 6)));
        assertThat(scene.node.membership.entry(alice.id)).isEmpty();
        scene.node.receive(mallory.id, alice.sign(scene.known));
        assertThat(scene.node.membership.entry(alice.id)).isEmpty();
        assertThat(scene.node.counted(OLDER)).isEqualTo(1);
    }

    @Test
    void anIdOfAnotherIdentityIsNotAccepted() {
        LinkProof proof = new LinkProof(Optional.of(mallory.identity), List.of(), Optional.empty(), false);
        assertThat(hub.security.objection(proof, alice.id, "one")).isPresent();
        assertThat(hub.security.objection(proof, alice.id, "two")).isPresent();
        assertThat(hub.security.objection(proof, mallory.id, "two")).isPresent();
        assertThat(hub.security.objection(proof, mallory.id, "one")).isEmpty();
        LinkProof nobody = new LinkProof(Optional.empty(), List.of(), Optional.empty(), false);
        assertThat(hub.security.objection(nobody, alice.id, "one")).isPresent();
        assertThat(Identity.parse("spiffe://example.org/alice")).isEqualTo(alice.identity);
    }

    @Test
    void anEntryOfAnExpiredCertificateIsRefusedAndRemoved() {
        Scene scene = new Scene();
        try {
            now = now.plus(Duration.ofHours(2));
            scene.node.receive(mallory.id, alice.sign(alice.entry(RUN, 6)));
            assertThat(scene.node.counted(SIGNATURE)).isEqualTo(1);
            assertThat(scene.node.reasons.get(SIGNATURE)).contains("EXPIRED");
            scene.node.pass(1);
            assertThat(scene.node.membership.entry(alice.id)).isEmpty();
            assertThat(scene.node.counted(EntryReview.DROPPED)).isEqualTo(1);
        } finally {
            now = now.minus(Duration.ofHours(2));
        }
    }

    @Test
    void eachVersionIsVerifiedOnce() {
        Scene scene = new Scene();
        AdvertisedEntry next = alice.sign(alice.entry(RUN, 6));
        int before = scene.node.backgroundRuns;
        scene.node.receive(mallory.id, next, next, next);
        scene.node.receive(mallory.id, next);
        assertThat(scene.node.backgroundRuns).isEqualTo(before + 1);
    }

    @Test
    void forgeriesUseUpAnAllowanceAndTheRestWaitsOrIsDropped() {
        Scene scene = new Scene();
        NodeEntry forged = alice.entry(RUN, 6);
        OwnerProof proof = mallory.proof(forged);
        Consumer<Integer> send = copies -> {
            for (int i = 0; i < copies; i++) {
                scene.node.receiveLater(
                        mallory.id, new MembershipMessage.Entries(List.of(new AdvertisedEntry(forged, 1, 0, proof))));
            }
        };
        send.accept(20_000);
        scene.node.work();
        int refused = scene.node.counted(SIGNATURE);
        assertThat(refused).isBetween(1, 2 * VerifiedEntries.BURST / VerifiedEntries.REFUSED_COST);
        assertThat(scene.node.counted("membership.dropped.unverified")).isPositive();
        assertThat(scene.node.membership.entry(alice.id)).contains(scene.known);

        // Another peer is not affected.
        scene.node.connect(alice.id);
        scene.node.receive(alice.id, alice.sign(alice.entry(RUN, 7)));
        assertThat(scene.node.membership.entry(alice.id)).contains(alice.entry(RUN, 7));
        scene.node.pass(1);
        assertThat(scene.node.counted(SIGNATURE))
                .as("those left are superfluous")
                .isEqualTo(refused);
    }
}
