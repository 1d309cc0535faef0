package chaski.itest;

import java.util.Collection;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The current service of a framework, which may be replaced or removed at any time.
 *
 * @param context of the bundle that uses it
 * @param type its interface
 * @param filter selects it
 * @param <S> its interface
 */
record ServiceOfNow<S>(BundleContext context, Class<S> type, String filter) {

    /** Finds it. The service is not held: it is unregistered with its bundle. */
    Optional<S> find() {
        try {
            Collection<ServiceReference<S>> found = context.getServiceReferences(type, filter);
            for (ServiceReference<S> reference : found) {
                S service = context.getService(reference);
                if (service != null) {
                    context.ungetService(reference);
                    return Optional.of(service);
                }
            }
            return Optional.empty();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }
}
