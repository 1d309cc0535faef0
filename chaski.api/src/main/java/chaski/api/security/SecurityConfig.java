package chaski.api.security;

import chaski.api.ConfigurationException;
import chaski.api.configuration.ConfigState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom a node trusts, and what it proves to others. Start from {@link #DEFAULT}, {@link #OPEN} or {@link #identity(Path)}; a method with an
 * argument returns a copy. Immutable.
 *
 * <p>A node with an identity is {@linkplain SecurityMode#CLOSED closed}. Its {@linkplain chaski.api.NodeId id} follows from the
 * identity and the instance, so no other identity can claim it.
 */
public final class SecurityConfig {

    /** The longest instance name. */
    public static final int MAX_INSTANCE_CHARS = 128;

    /** No identity: only nodes of the same machine are reached. */
    public static final SecurityConfig DEFAULT = new SecurityConfig(new State());

    /** No identity and no encryption, also beyond this machine: any node that reaches this one can join, read and write. */
    public static final SecurityConfig OPEN = DEFAULT.with(changed -> changed.open = true);

    private static final Pattern INSTANCE = Pattern.compile("[\\x21-\\x7e]{1," + MAX_INSTANCE_CHARS + "}");

    private final State state;

    private SecurityConfig(State state) {
        this.state = state;
    }

    /**
     * Returns the configuration of a closed node whose credentials are in a directory: {@code cert.pem}, {@code key.pem},
     * {@code trust.pem} and, if there is one, {@code revoked.crl}. The node reads changed files again within a second.
     *
     * @param directory the directory
     * @return the configuration
     */
    public static SecurityConfig identity(Path directory) {
        return DEFAULT.with(changed -> changed.directory = Optional.of(directory));
    }

    /**
     * Returns the configuration of a closed node whose credentials come from a provider. The caller closes the provider after the
     * node.
     *
     * @param provider supplies the credentials; serves one node
     * @return the configuration
     */
    public static SecurityConfig identity(IdentityProvider provider) {
        Objects.requireNonNull(provider, "provider");
        return DEFAULT.with(changed -> changed.provider = Optional.of(provider));
    }

    /** {@return which nodes this one has links with} */
    public SecurityMode mode() {
        if (state.directory.isPresent() || state.provider.isPresent()) {
            return SecurityMode.CLOSED;
        }
        return state.open ? SecurityMode.OPEN : SecurityMode.LOCAL;
    }

    /** {@return the directory with the credentials; default none} */
    public Optional<Path> directory() {
        return state.directory;
    }

    /** {@return what supplies the credentials, if not a directory; default none} */
    public Optional<IdentityProvider> provider() {
        return state.provider;
    }

    /** {@return what distinguishes this node from others of the same identity; default: drawn at random at each start} */
    public Optional<String> instance() {
        return state.instance;
    }

    /**
     * {@return true if every certificate is refused whose authority's list of revocations has expired; default false: it is used
     * further, and a warning is logged}
     */
    public boolean refusesExpiredRevocations() {
        return state.refusesExpiredRevocations;
    }

    /** {@return what decides what peers may do; default: {@code grants.json} in the directory with the credentials} */
    public Optional<Authorizer> authorizer() {
        return state.authorizer;
    }

    /** {@return what receives the decisions that the node enforces; default none} */
    public Optional<AuditListener> audit() {
        return state.audit;
    }

    /**
     * Returns a copy with an authorizer, which decides in place of {@code grants.json}. The caller closes it after the node, if it has to
     * be closed. Without an authorizer, a node whose credentials do not come from a directory refuses every peer.
     *
     * @param value decides what peers may do; can serve several nodes
     * @return the copy
     * @throws ConfigurationException if there is no identity
     */
    public SecurityConfig authorizer(Authorizer value) {
        Objects.requireNonNull(value, "value");
        if (mode() != SecurityMode.CLOSED) {
            throw new ConfigurationException("security.authorizer: expected an identity beside it, found none");
        }
        return with(changed -> changed.authorizer = Optional.of(value));
    }

    /**
     * Returns a copy with a listener for audits.
     *
     * @param value receives the decisions that the node enforces
     * @return the copy
     */
    public SecurityConfig audit(AuditListener value) {
        Objects.requireNonNull(value, "value");
        return with(changed -> changed.audit = Optional.of(value));
    }

    /**
     * Returns a copy with an instance name. A node that keeps its instance name keeps its id. Two running nodes must not have the
     * same identity and instance.
     *
     * @param value 1 to {@value #MAX_INSTANCE_CHARS} printable ASCII characters without spaces
     * @return the copy
     * @throws ConfigurationException if the value is malformed, or there is no identity
     */
    public SecurityConfig instance(String value) {
        if (!INSTANCE.matcher(value).matches()) {
            throw new ConfigurationException("security.instance: expected 1 to " + MAX_INSTANCE_CHARS
                    + " printable ASCII characters without spaces, got '" + value + "'");
        }
        if (mode() != SecurityMode.CLOSED) {
            throw new ConfigurationException("security.instance: expected an identity beside it, found none");
        }
        return with(changed -> changed.instance = Optional.of(value));
    }

    /**
     * Returns a copy that refuses certificates whose authority's list of revocations has expired, or that accepts them.
     *
     * @param value true to refuse
     * @return the copy
     */
    public SecurityConfig refusesExpiredRevocations(boolean value) {
        return with(changed -> changed.refusesExpiredRevocations = value);
    }

    private SecurityConfig with(Consumer<State> change) {
        return new SecurityConfig(state.changed(change));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecurityConfig that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "SecurityConfig" + state;
    }

    private static final class State extends ConfigState<State> {

        private boolean open;
        private Optional<Path> directory = Optional.empty();
        private Optional<IdentityProvider> provider = Optional.empty();
        private Optional<String> instance = Optional.empty();
        private Optional<Authorizer> authorizer = Optional.empty();
        private Optional<AuditListener> audit = Optional.empty();
        private boolean refusesExpiredRevocations;

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("open", open),
                    Map.entry("directory", directory),
                    Map.entry("provider", provider),
                    Map.entry("instance", instance),
                    Map.entry("authorizer", authorizer),
                    Map.entry("audit", audit),
                    Map.entry("refusesExpiredRevocations", refusesExpiredRevocations));
        }
    }
}
