package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.TopicPattern;
import chaski.api.security.Credentials;
import chaski.api.security.Identity;
import chaski.api.security.IdentityProvider;
import chaski.api.security.SecurityConfig;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import chaski.node.identity.ClosedNetwork;
import chaski.node.identity.NodeSecurity;
import chaski.node.identity.OwnerProof;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** A participant of a closed network with real keys, as far as its directory needs them. */
final class SigningMember implements IdentityProvider {

    final Identity identity;
    final NodeSecurity security;
    final NodeId id;
    private final CertificateAuthority authority;
    private IssuedIdentity issued;
    private Credentials current;
    private Consumer<? super Credentials> listener = changed -> {};

    SigningMember(CertificateAuthority authority, String name, InstantSource clock) {
        this.authority = authority;
        this.identity = Identity.parse("spiffe://example.org/" + name);
        this.issued = authority.issue(identity, Duration.ofHours(1));
        this.current = credentials();
        this.security = NodeSecurity.open(SecurityConfig.identity(this).instance("one"), clock, new Random(1));
        this.id = security.id().orElseThrow();
    }

    ClosedNetwork closed() {
        return security.closedNetwork().orElseThrow();
    }

    OwnerProof proof(NodeEntry entry) {
        try {
            return closed().proofs().prove(EntryCodec.statement(entry));
        } catch (GeneralSecurityException failed) {
            throw new AssertionError(failed);
        }
    }

    AdvertisedEntry sign(NodeEntry entry) {
        return new AdvertisedEntry(entry, 1, 0, proof(entry));
    }

    NodeEntry entry(long incarnation, long version, String... subscribed) {
        List<TopicPattern> patterns =
                List.of(subscribed).stream().map(TopicPattern::of).toList();
        return new NodeEntry(
                id, incarnation, version, false, false, identity.path().substring(1), List.of(), List.of(), patterns);
    }

    /** Another key and certificate. */
    void rotate() {
        issued = authority.issue(identity, Duration.ofHours(1));
        refresh();
    }

    /** Reads what the authority has revoked. */
    void refresh() {
        current = credentials();
        listener.accept(current);
    }

    private Credentials credentials() {
        return credentials(authority.revocations());
    }

    private Credentials credentials(X509CRL revoked) {
        try {
            return Credentials.of(
                    issued.key(), List.of(issued.certificate()), List.of(authority.certificate()), List.of(revoked));
        } catch (CertificateException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public Credentials current() {
        return current;
    }

    @Override
    public void onChange(Consumer<? super Credentials> changed) {
        listener = changed;
    }

    @Override
    public void close() {
        listener = changed -> {};
    }
}
