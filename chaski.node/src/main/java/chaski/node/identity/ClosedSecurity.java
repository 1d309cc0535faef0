package chaski.node.identity;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.security.Authorizer;
import chaski.api.security.Credentials;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import chaski.api.security.IdentityProvider;
import chaski.api.security.SecurityConfig;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Transport;
import chaski.api.transport.TransportErrors;
import chaski.security.IdentityDirectory;
import chaski.security.LinkSecurityFactory;
import chaski.security.PeerVerifier;
import chaski.security.PeerVerifier.Role;
import chaski.security.RefusedCertificateException;
import chaski.security.grants.GrantsFile;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The security of a node with an identity: every link is encrypted, and both ends prove their identities. The credentials may change;
 * the identity does not.
 */
final class ClosedSecurity implements NodeSecurity {

    private static final int INSTANCE_BYTES = 16;

    private final Identity identity;
    private final String instance;
    private final IdentityProvider provider;
    private final boolean closesProvider;
    private final Authorizer authorizer;

    /** Those of the directory, if this node reads them. */
    private final @Nullable GrantsFile grants;

    private final InstantSource clock;
    private final boolean refusesExpiredRevocations;
    private final OwnerProofs proofs;

    /** Guarded by itself, like changes of {@link #inUse}. */
    private final RevocationStore store = new RevocationStore();

    private final AtomicLong changes = new AtomicLong();
    private volatile InUse inUse;

    /** Called on a thread of the provider. */
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Called on a thread of the provider. */
    private final List<Consumer<? super String>> refusals = new CopyOnWriteArrayList<>();

    /** Credentials with what follows from them. Links need not be replaced when only the trust has changed. */
    private record InUse(Credentials credentials, PeerVerifier verifier, LinkSecurity links) {}

    private ClosedSecurity(
            SecurityConfig config,
            IdentityProvider provider,
            boolean closesProvider,
            @Nullable GrantsFile grants,
            InstantSource clock,
            RandomGenerator random) {
        this.provider = provider;
        this.closesProvider = closesProvider;
        this.grants = grants;
        this.authorizer = config.authorizer().orElseGet(() -> grants == null ? refusingAll() : grants);
        this.clock = clock;
        this.refusesExpiredRevocations = config.refusesExpiredRevocations();
        this.instance = config.instance().orElseGet(() -> drawInstance(random));
        Credentials first = provider.current();
        this.identity = first.identity();
        try {
            CertificateProofs.unsigned(instance, first);
        } catch (CertificateException tooLarge) {
            throw new ConfigurationException("security: " + tooLarge.getMessage(), tooLarge);
        }
        this.proofs = new CertificateProofs(instance, () -> inUse.credentials(), () -> inUse.verifier(), clock);
        this.store.use(first);
        this.inUse = new InUse(first, verifier(first), links(first));
        provider.onRefused(this::refused);
        provider.onChange(this::changed);
        Credentials now = provider.current();
        if (now != first) { // changed before the listener was set
            changed(now);
        }
    }

    static ClosedSecurity open(SecurityConfig config, InstantSource clock, RandomGenerator random) {
        Optional<IdentityProvider> given = config.provider();
        IdentityProvider provider = given.orElseGet(() -> IdentityDirectory.open(config.directory()
                .orElseThrow(() -> new ConfigurationException("security: expected an identity, found none"))));
        try {
            GrantsFile grants = config.authorizer().isPresent()
                    ? null
                    : config.directory().map(GrantsFile::open).orElse(null);
            return new ClosedSecurity(config, provider, given.isEmpty(), grants, clock, random);
        } catch (RuntimeException unusable) {
            if (given.isEmpty()) {
                provider.close();
            }
            throw unusable;
        }
    }

    /** Grants are part of a directory; a provider supplies none. */
    private static Authorizer refusingAll() {
        System.getLogger(ClosedSecurity.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "this node refuses every peer: its identity comes from a provider, which has no grants.json,"
                                + " and there is no authorizer. Set SecurityConfig.authorizer");
        return request -> Decision.refuse("default, this node has no authorizer (SecurityConfig.authorizer)");
    }

    private static String drawInstance(RandomGenerator random) {
        byte[] drawn = new byte[INSTANCE_BYTES];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    private PeerVerifier verifier(Credentials credentials) {
        try {
            Credentials merged = Credentials.of(
                    credentials.key(), credentials.chain(), credentials.trust(), store.merged(credentials));
            return new PeerVerifier(merged, clock, refusesExpiredRevocations);
        } catch (CertificateException impossible) {
            throw new IllegalStateException("the credentials stated an identity before", impossible);
        }
    }

    private LinkSecurity links(Credentials credentials) {
        return LinkSecurityFactory.create(credentials, () -> inUse.verifier());
    }

    private void changed(Credentials next) {
        Optional<String> problem = problem(next);
        if (problem.isPresent()) {
            refused(problem.get());
            return;
        }
        synchronized (store) {
            InUse before = inUse;
            boolean sameKey = next.chain().equals(before.credentials().chain());
            store.use(next);
            inUse = new InUse(next, verifier(next), sameKey ? before.links() : links(next));
        }
        changes.incrementAndGet();
        listeners.forEach(Runnable::run);
    }

    /** {@return why other credentials cannot replace the present ones} */
    private Optional<String> problem(Credentials next) {
        if (!next.identity().equals(identity)) {
            return Optional.of("the new certificate is that of " + next.identity() + ", and this node is " + identity
                    + ". Restart the node to give it another identity");
        }
        Instant now = clock.instant();
        Validity validity = Validity.of(next.chain());
        if (now.isAfter(validity.end())) {
            return Optional.of("the new certificate expired at " + validity.end());
        }
        if (next.chain().stream()
                .anyMatch(each -> now.isBefore(each.getNotBefore().toInstant()))) {
            return Optional.of(
                    "the new certificate is not valid before " + validity.begin() + ", it is " + now + " now");
        }
        try {
            CertificateProofs.unsigned(instance, next);
            return Optional.empty();
        } catch (CertificateException tooLarge) {
            return Optional.of("the new certificates cannot be announced, " + tooLarge.getMessage());
        }
    }

    private void refused(String reason) {
        refusals.forEach(listener -> listener.accept(reason));
    }

    @Override
    public Optional<Identity> identity() {
        return Optional.of(identity);
    }

    @Override
    public String instance() {
        return instance;
    }

    @Override
    public void checkPermitted(Endpoint endpoint, Transport transport) {
        if (!transport.features().contains(Feature.SECURE)) {
            throw TransportErrors.notSecured(endpoint);
        }
    }

    @Override
    public ConnectOptions connecting(ConnectOptions options) {
        return options.security(inUse.links());
    }

    @Override
    public ListenOptions listening() {
        return ListenOptions.DEFAULT.security(() -> inUse.links());
    }

    @Override
    public Optional<String> objection(LinkProof proof, NodeId claimed, String instance) {
        if (proof.peer().isEmpty()) {
            return Optional.of("this node accepts only nodes that prove an identity");
        }
        Identity proved = proof.peer().get();
        return NodeIds.of(proved, instance).equals(claimed)
                ? Optional.empty()
                : Optional.of("the id " + claimed.shortForm() + " is not that of " + proved + ", instance '" + instance
                        + "'");
    }

    @Override
    public void verify(LinkProof proof) throws RefusedCertificateException {
        inUse.verifier().verify(proof.certificates(), proof.dialled() ? Role.SERVER : Role.CLIENT);
    }

    @Override
    public boolean isCurrent(LinkProof proof) {
        return proof.own().filter(inUse.links()::equals).isPresent();
    }

    @Override
    public Optional<Authorizer> authorizer() {
        return Optional.of(authorizer);
    }

    @Override
    public Optional<ClosedNetwork> closedNetwork() {
        return Optional.of(new ClosedNetwork(proofs, new StoredRevocations()));
    }

    @Override
    public long changes() {
        return changes.get();
    }

    @Override
    public Optional<Validity> validity() {
        return Optional.of(Validity.of(inUse.credentials().chain()));
    }

    @Override
    public void onRefused(Consumer<? super String> listener) {
        refusals.add(listener);
    }

    @Override
    public void onChange(Runnable changed) {
        listeners.add(changed);
    }

    @Override
    public void close() {
        listeners.clear();
        refusals.clear();
        provider.onChange(ignored -> {});
        provider.onRefused(ignored -> {});
        if (closesProvider) {
            provider.close();
        }
        if (grants != null) {
            grants.close();
        }
    }

    /** The lists of the store; one that is added is in use at once, and is reported like a change of the credentials. */
    private final class StoredRevocations implements Revocations {

        @Override
        public List<RevocationVersion> versions() {
            synchronized (store) {
                return store.versions();
            }
        }

        @Override
        public Optional<ByteBuffer> list(ByteBuffer issuer) {
            synchronized (store) {
                return store.list(issuer);
            }
        }

        @Override
        public Optional<RevocationVersion> accept(ByteBuffer list) throws GeneralSecurityException {
            X509CRL parsed = RevocationStore.parse(list);
            Optional<RevocationVersion> added;
            synchronized (store) {
                added = store.add(parsed);
                if (added.isPresent()) {
                    InUse before = inUse;
                    inUse = new InUse(before.credentials(), verifier(before.credentials()), before.links());
                }
            }
            if (added.isPresent()) {
                listeners.forEach(Runnable::run);
            }
            return added;
        }
    }
}
