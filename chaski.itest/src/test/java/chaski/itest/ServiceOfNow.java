package chaski.itest;

import java.util.Collection;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * A service of a framework as it is now, which may be another one a moment later, or none.
 *
 * @param context of the bundle that asks
 * @param type its interface
 * @param filter which one
 * @param <S> its interface
 */
record ServiceOfNow<S>(BundleContext context, Class<S> type, String filter) {

    /** Finds it. What is found is not kept in use: it goes when its bundle does. */
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
