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
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
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
    private volatile InUse inUse;

    /** Called on a thread of the provider. */
    private volatile Runnable listener = () -> {};

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
        Authorizer otherwise = grants == null ? request -> Decision.refuse("default, there is no authorizer") : grants;
        this.authorizer = config.authorizer().orElse(otherwise);
        this.clock = clock;
        this.refusesExpiredRevocations = config.refusesExpiredRevocations();
        this.instance = config.instance().orElseGet(() -> drawInstance(random));
        Credentials first = provider.current();
        this.identity = first.identity();
        this.inUse = new InUse(first, verifier(first), links(first));
        provider.onChange(this::changed);
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

    private static String drawInstance(RandomGenerator random) {
        byte[] drawn = new byte[INSTANCE_BYTES];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    private PeerVerifier verifier(Credentials credentials) {
        return new PeerVerifier(credentials, clock, refusesExpiredRevocations);
    }

    private LinkSecurity links(Credentials credentials) {
        return LinkSecurityFactory.create(credentials, () -> inUse.verifier());
    }

    private void changed(Credentials next) {
        if (!next.identity().equals(identity)) {
            System.getLogger(ClosedSecurity.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "the new certificate states {0}, this node is {1}; it continues with its present one."
                                    + " Restart the node to give it another identity",
                            next.identity(),
                            identity);
            return;
        }
        InUse before = inUse;
        boolean sameKey = next.chain().equals(before.credentials().chain());
        inUse = new InUse(next, verifier(next), sameKey ? before.links() : links(next));
        listener.run();
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
    public Optional<Instant> expiry() {
        return Optional.of(inUse.credentials().expiry());
    }

    @Override
    public void onChange(Runnable changed) {
        listener = changed;
    }

    @Override
    public void close() {
        listener = () -> {};
        provider.onChange(ignored -> {});
        if (closesProvider) {
            provider.close();
        }
        if (grants != null) {
            grants.close();
        }
    }
}
