package chaski.shell;

import chaski.api.transport.Transport;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The transports that are installed in a framework. */
final class BoundTransports {

    private BoundTransports() {}

    /** {@return the bundle of each transport by its scheme} */
    static Map<String, Bundle> find(BundleContext context) {
        Map<String, Bundle> found = new TreeMap<>();
        for (ServiceReference<Transport> reference : references(context)) {
            Transport transport = context.getService(reference);
            if (transport != null) {
                found.putIfAbsent(transport.scheme(), reference.getBundle());
                context.ungetService(reference);
            }
        }
        return found;
    }

    private static Collection<ServiceReference<Transport>> references(BundleContext context) {
        try {
            return context.getServiceReferences(Transport.class, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter
        }
    }
}
