package chaski.node.identity;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.security.Authorizer;
import chaski.api.security.Identity;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Transport;
import chaski.api.transport.TransportErrors;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;

/** The security of a node without an identity: none, and therefore no link beyond this machine unless that is permitted. */
final class PlainSecurity implements NodeSecurity {

    private final boolean open;

    /**
     * Creates it.
     *
     * @param open whether links beyond this machine are permitted
     */
    PlainSecurity(boolean open) {
        this.open = open;
    }

    @Override
    public Optional<Identity> identity() {
        return Optional.empty();
    }

    @Override
    public String instance() {
        return "";
    }

    @Override
    public void checkPermitted(Endpoint endpoint, Transport transport) {
        if (!open && transport.features().contains(Feature.IP_HOSTS) && !isLoopback(endpoint.host())) {
            throw TransportErrors.notLocal(endpoint);
        }
    }

    /** An unspecified address includes those of other interfaces. */
    private static boolean isLoopback(String host) {
        return IpAddresses.parse(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    @Override
    public ConnectOptions connecting(ConnectOptions options) {
        return options;
    }

    @Override
    public ListenOptions listening() {
        return ListenOptions.DEFAULT;
    }

    @Override
    public Optional<String> objection(LinkProof proof, NodeId claimed, String instance) {
        return Optional.empty();
    }

    @Override
    public void verify(LinkProof proof) {
        // Nothing was proved.
    }

    @Override
    public boolean isCurrent(LinkProof proof) {
        return true;
    }

    @Override
    public Optional<Authorizer> authorizer() {
        return Optional.empty();
    }

    @Override
    public Optional<ClosedNetwork> closedNetwork() {
        return Optional.empty();
    }

    @Override
    public long changes() {
        return 0;
    }

    @Override
    public Optional<Validity> validity() {
        return Optional.empty();
    }

    @Override
    public void onRefused(Consumer<? super String> listener) {
        // Nothing is refused.
    }

    @Override
    public void onChange(Runnable listener) {
        // Nothing changes.
    }

    @Override
    public void close() {
        // Nothing is watched.
    }
}
