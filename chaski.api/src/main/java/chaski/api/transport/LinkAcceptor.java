package chaski.api.transport;

import org.osgi.annotation.versioning.ConsumerType;

/** Receives from a {@link Listener} each link that a remote side opened. */
@ConsumerType
@FunctionalInterface
public interface LinkAcceptor {

    /**
     * Takes a new link. Called on the link's I/O thread; must not block. The link reads nothing before {@link Link#start}, which
     * may be called here or later. To refuse the link, close it.
     *
     * @param link the link, not started
     */
    void accept(Link link);
}
