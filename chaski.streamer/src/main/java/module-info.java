/**
 * Typed publish/subscribe over nodes.
 *
 * <p>It exports nothing, and reaches the engine only through the {@code Channel} of {@code chaski.api.node}, like any
 * third-party protocol.
 */
module chaski.streamer {
    requires chaski.api;
    requires static org.jspecify;
    requires static org.osgi.service.component.annotations;

    provides chaski.api.node.NodeServiceProvider with
            chaski.streamer.StreamerProvider;
}
