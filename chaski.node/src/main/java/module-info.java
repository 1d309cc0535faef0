/**
 * The engine: sessions, membership, discovery, pairing, keep-alive and routing.
 *
 * <p>It exports nothing. Programs reach it through the interfaces of {@code chaski.api}.
 */
module chaski.node {
    requires chaski.api;
    requires chaski.security;
    requires static org.jspecify;
    requires static org.osgi.service.component.annotations;
    requires static org.osgi.service.metatype.annotations;
    requires static osgi.core;

    provides chaski.api.node.NodeFactory with
            chaski.node.DefaultNodeFactory;
}
