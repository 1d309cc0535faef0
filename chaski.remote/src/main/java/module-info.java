/**
 * Remote calls over nodes: methods, attributes and attached functions.
 *
 * <p>It exports nothing, and reaches the engine only through the {@code Channel} of {@code chaski.api.node}, like any
 * third-party protocol. Interfaces that are used through it are exported or opened by their own modules.
 */
module chaski.remote {
    requires chaski.api;
    requires static org.jspecify;
    requires static org.osgi.service.component.annotations;
    requires static org.osgi.service.metatype.annotations;
    requires static osgi.core;

    uses chaski.api.remote.AsyncResultAdapter;

    provides chaski.api.node.NodeServiceProvider with
            chaski.remote.RemoteProvider;
}
