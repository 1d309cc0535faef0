package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.ca.CertificateAuthority;
import chaski.node.identity.RevocationVersion;
import chaski.node.identity.Revocations;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node and two peers: what it accepts of lists of revocations, and what it passes on. */
class RevocationGossipTest {

    private static final String ACCEPTED = "membership.revocations.accepted";

    @TempDir
    private Path directory;

    private CertificateAuthority authority;
    private SigningMember alice;
    private SigningMember bob;
    private VerifyingNode node;

    @BeforeEach
    void begin() {
        authority = CertificateAuthority.create(directory.resolve("ca"), "example.org", null);
        alice = member("alice");
        bob = member("bob");
        node = new VerifyingNode(member("hub"));
        node.connect(alice.id);
        node.connect(bob.id);
    }

    private SigningMember member(String name) {
        return new SigningMember(authority, name, Instant::now);
    }

    private static ByteBuffer der(X509CRL list) {
        try {
            return ByteBuffer.wrap(list.getEncoded());
        } catch (CRLException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static MembershipMessage part(ByteBuffer list) {
        return new MembershipMessage.RevocationPart(true, true, list);
    }

    private static MembershipMessage digest(RevocationVersion... versions) {
        return new MembershipMessage.RevocationDigest(List.of(versions));
    }

    private RevocationVersion version() {
        return node.member.closed().revocations().versions().get(0);
    }

    private List<MembershipMessage.RevocationPart> listsTo(SigningMember peer) {
        return node.sent(peer.id, MembershipMessage.RevocationPart.class);
    }

    @Test
    void aSessionBeginsWithADigestAndBringsWhatIsLacking() {
        assertThat(node.sent(alice.id, MembershipMessage.RevocationDigest.class))
                .containsExactly(new MembershipMessage.RevocationDigest(List.of(version())));
        assertThat(listsTo(alice)).isEmpty();

        node.receive(alice.id, digest(version()));
        assertThat(listsTo(alice)).isEmpty();
        node.receive(bob.id, digest());
        assertThat(listsTo(bob)).singleElement().satisfies(sent -> assertThat(sent.bytes())
                .isEqualTo(der(authority.revocations())));
    }

    @Test
    void aNewerListIsUsedAndPassedOnOnceButNotBack() {
        node.receive(alice.id, alice.sign(alice.entry(1, 1)));
        node.receive(alice.id, digest(version()));
        node.receive(bob.id, digest(version()));
        authority.revoke(alice.identity);
        ByteBuffer newer = der(authority.revocations());

        node.receive(alice.id, part(newer));
        node.receive(bob.id, part(newer));
        node.pass(3);

        assertThat(node.counted(ACCEPTED)).isEqualTo(1);
        assertThat(node.counted("membership.ignored.olderRevocations")).isEqualTo(1);
        assertThat(listsTo(alice)).isEmpty();
        assertThat(listsTo(bob)).hasSize(1);
        assertThat(node.membership.entry(alice.id))
                .as("the entry of the revoked identity is gone")
                .isEmpty();
        assertThat(node.reasons.get(EntryReview.DROPPED)).contains("REVOKED");
    }

    @Test
    void anEntryOfARevokedIdentityIsRefused() {
        authority.revoke(alice.identity);
        node.receive(bob.id, part(der(authority.revocations())));
        node.receive(bob.id, alice.sign(alice.entry(1, 1)));
        assertThat(node.membership.entry(alice.id)).isEmpty();
        assertThat(node.reasons.get(VerifiedEntries.REFUSED)).contains("REVOKED");
    }

    @Test
    void theOwnListIsAnnouncedWhenItIsReadAgain() {
        node.receive(alice.id, digest(version()));
        authority.revoke(bob.identity);
        node.member.refresh();
        node.work();
        assertThat(listsTo(alice)).singleElement().satisfies(sent -> assertThat(sent.bytes())
                .isEqualTo(der(authority.revocations())));
        assertThat(listsTo(bob)).as("has not stated what it has").isEmpty();
        node.member.refresh();
        node.work();
        assertThat(listsTo(alice)).hasSize(1);
    }

    @Test
    void aListInUseOutlivesOlderCredentials() {
        X509CRL before = authority.revocations();
        authority.revoke(alice.identity);
        node.receive(bob.id, part(der(authority.revocations())));
        RevocationVersion newer = version();
        assertThat(der(before)).isNotEqualTo(der(authority.revocations()));
        node.member.rotate();
        node.work();
        assertThat(version()).isEqualTo(newer);
    }

    @Test
    void anOlderListIsIgnored() {
        ByteBuffer older = der(authority.revocations());
        authority.revoke(alice.identity);
        node.receive(bob.id, part(der(authority.revocations())));
        RevocationVersion newer = version();
        node.receive(alice.id, part(older));
        assertThat(version()).isEqualTo(newer);
        assertThat(node.counted("membership.ignored.olderRevocations")).isEqualTo(1);
    }

    @Test
    void aListOfAnotherAuthorityIsRefused() {
        CertificateAuthority foreign = CertificateAuthority.create(directory.resolve("other"), "example.org", null);
        foreign.revoke(BigInteger.ONE);
        node.receive(alice.id, part(der(foreign.renewRevocations())));
        assertRefused("no trusted authority has signed");
    }

    @Test
    void aListWithAnotherSignatureIsRefused() {
        authority.revoke(alice.identity);
        ByteBuffer altered = der(authority.revocations());
        altered.put(altered.limit() - 1, (byte) (altered.get(altered.limit() - 1) ^ 1));
        node.receive(alice.id, part(altered));
        assertThat(node.counted(RevocationGossip.REFUSED)).isEqualTo(1);
        assertThat(node.counted(ACCEPTED)).isZero();
    }

    @Test
    void noiseAndTrailingBytesAreRefused() {
        node.receive(alice.id, part(ByteBuffer.allocate(100)));
        authority.revoke(alice.identity);
        ByteBuffer list = der(authority.revocations());
        node.receive(
                alice.id,
                part(ByteBuffer.allocate(list.remaining() + 1)
                        .put(list)
                        .put((byte) 0)
                        .flip()));
        assertThat(node.counted(RevocationGossip.REFUSED)).isEqualTo(2);
        assertThat(node.counted(ACCEPTED)).isZero();
    }

    @Test
    void anOversizedListBreaksTheSession() {
        ByteBuffer bytes = ByteBuffer.allocate(MembershipCodec.MAX_PART_BYTES);
        node.receive(alice.id, new MembershipMessage.RevocationPart(true, false, bytes));
        for (int i = 2; i * bytes.limit() <= Revocations.MAX_LIST_BYTES; i++) {
            node.receive(alice.id, new MembershipMessage.RevocationPart(false, false, bytes));
        }
        assertThatThrownBy(() -> node.receive(alice.id, new MembershipMessage.RevocationPart(false, false, bytes)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("at most " + Revocations.MAX_LIST_BYTES);
    }

    @Test
    void aFloodIsDroppedAndAskedForAgain() {
        ByteBuffer noise = ByteBuffer.allocate(100);
        for (int i = 0; i < 100; i++) {
            node.receive(alice.id, part(noise));
        }
        assertThat(node.counted(RevocationGossip.REFUSED)).isEqualTo(RevocationGossip.BURST);
        assertThat(node.counted("membership.dropped.revocations")).isEqualTo(100 - RevocationGossip.BURST);
        int digests =
                node.sent(alice.id, MembershipMessage.RevocationDigest.class).size();
        node.pass(2);
        assertThat(node.sent(alice.id, MembershipMessage.RevocationDigest.class))
                .hasSize(digests + 1);
        authority.revoke(bob.identity);
        node.receive(alice.id, part(der(authority.revocations())));
        assertThat(node.counted(ACCEPTED)).isEqualTo(1);
    }

    @Test
    void digestsCauseOnlySomeAnswers() {
        for (int i = 0; i < 100; i++) {
            node.receive(alice.id, digest());
        }
        assertThat(listsTo(alice)).hasSize(8);
        assertThat(node.counted("membership.refused.revocationDigestRate")).isEqualTo(92);
    }

    private void assertRefused(String reason) {
        assertThat(node.counted(ACCEPTED)).isZero();
        assertThat(node.counted(RevocationGossip.REFUSED)).isEqualTo(1);
        assertThat(node.reasons.get(RevocationGossip.REFUSED))
                .startsWith(alice.id.shortForm())
                .contains(reason);
    }
}
