package chaski.rsa.admin;

import chaski.api.remote.Registration;
import chaski.rsa.endpoint.EndpointProperties;
import chaski.rsa.endpoint.ServiceProperties;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.ExportReference;

/** An endpoint of a service of this framework, shared by one or more registrations. Thread-safe. */
final class EndpointExport implements ExportReference {

    private final ServiceReference<?> service;
    private final List<String> names;
    private final List<Class<?>> types;
    private final List<String> intents;
    private final EndpointProperties.Address address;
    private final Registration registration;
    private Map<String, ?> overriding;
    private @Nullable EndpointDescription description;
    private int handles;

    EndpointExport(
            ServiceReference<?> service,
            Map<String, ?> overriding,
            List<String> names,
            List<Class<?>> types,
            List<String> intents,
            EndpointProperties.Address address,
            Registration registration) {
        this.service = service;
        this.overriding = overriding;
        this.names = names;
        this.types = types;
        this.intents = intents;
        this.address = address;
        this.registration = registration;
        this.description = describe(overriding);
    }

    private EndpointDescription describe(Map<String, ?> with) {
        return EndpointProperties.describe(ServiceProperties.of(service, with), types, intents, address);
    }

    ServiceReference<?> service() {
        return service;
    }

    /** {@return the names that the properties selected, those of classes included} */
    List<String> names() {
        return names;
    }

    synchronized Map<String, ?> overriding() {
        return overriding;
    }

    /** True if it is what an export of these types with these properties would be. */
    synchronized boolean isFor(ServiceReference<?> of, List<Class<?>> asTypes, Map<String, ?> with) {
        return description != null
                && service.equals(of)
                && types.equals(asTypes)
                && ServiceProperties.areEqual(overriding, with);
    }

    /** Describes the endpoint again; {@code null} when it is closed. */
    synchronized @Nullable EndpointDescription update(@Nullable Map<String, ?> with) {
        if (description == null) {
            return null;
        }
        overriding = with == null ? overriding : with;
        description = describe(overriding);
        return description;
    }

    /** One more registration uses it; false if it is closed. */
    synchronized boolean retain() {
        if (description == null) {
            return false;
        }
        handles++;
        return true;
    }

    /** A registration was closed; true if it was the last one. */
    synchronized boolean release() {
        handles--;
        return handles == 0;
    }

    /** Accepts no more calls. */
    CompletableFuture<Void> drain() {
        return registration.drain().toCompletableFuture();
    }

    /** Ends it, with its streams. */
    void close() {
        synchronized (this) {
            description = null;
        }
        registration.close();
    }

    @Override
    public synchronized @Nullable ServiceReference<?> getExportedService() {
        return description == null ? null : service;
    }

    @Override
    public synchronized @Nullable EndpointDescription getExportedEndpoint() {
        return description;
    }

    @Override
    public String toString() {
        return "endpoint " + address.id() + " of " + service;
    }
}
