/**
 * Adapter for remote methods that return OSGi's {@code Promise}.
 *
 * <p>It exports nothing; its adapter is found as a service. The libraries that it requires are automatic modules.
 */
module chaski.remote.promise {
    requires chaski.api;
    requires org.osgi.util.function;
    requires org.osgi.util.promise;
    requires static org.jspecify;
    requires static org.osgi.service.component.annotations;

    provides chaski.api.remote.AsyncResultAdapter with
            chaski.remote.promise.PromiseAdapter;
}
