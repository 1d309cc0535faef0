/**
 * Typed publish/subscribe over nodes.
 *
 * <p>It exports nothing, and reaches the engine only through the {@code Channel} of {@code chaski.api.node}, as any
 * third party's protocol could.
 */
module chaski.streamer {
    requires chaski.api;
    requires static org.jspecify;
    requires static org.osgi.service.component.annotations;

    provides chaski.api.node.NodeServiceProvider with
            chaski.streamer.StreamerProvider;
}
