package chaski.rsa.discovery;

import chaski.rsa.endpoint.StringPlus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.EndpointEventListener;

/**
 * The endpoints that a listener is interested in.
 *
 * @param filters filters of the properties of endpoints; without any, the listener is interested in none
 */
record ListenerScope(List<String> filters) {

    private static final System.Logger LOG = System.getLogger(ListenerScope.class.getName());

    /** Reads the scope of a listener; invalid filters are logged and left out. */
    static ListenerScope of(ServiceReference<EndpointEventListener> listener) {
        String key = EndpointEventListener.ENDPOINT_LISTENER_SCOPE;
        List<String> valid = new ArrayList<>();
        try {
            for (String filter : StringPlus.of(key, listener.getProperty(key))) {
                FrameworkUtil.createFilter(filter);
                valid.add(filter);
            }
        } catch (InvalidSyntaxException | IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the listener {0} is not notified of all endpoints, its {1} is invalid: {2}",
                    listener,
                    key,
                    e.getMessage());
        }
        return new ListenerScope(valid);
    }

    /** {@return the first filter that an endpoint matches} */
    Optional<String> match(EndpointDescription endpoint) {
        return filters.stream().filter(endpoint::matches).findFirst();
    }
}
