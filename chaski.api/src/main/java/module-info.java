/**
 * The stable interface of Chaski: the entry point {@link chaski.api.node.Chaski}, the services a program uses and the
 * service provider interfaces that transports, codecs and protocols implement.
 *
 * <p>It holds no implementation and needs nothing at run time but {@code java.base}. Implementations are found by
 * {@link java.util.ServiceLoader} on the module and class paths, and as OSGi services inside a framework.
 */
module chaski.api {
    requires static org.jspecify;
    requires static org.osgi.annotation.versioning;
    requires static org.osgi.annotation.bundle;

    exports chaski.api;
    exports chaski.api.codec;
    exports chaski.api.node;
    exports chaski.api.protocol;
    exports chaski.api.remote;
    exports chaski.api.security;
    exports chaski.api.streamer;
    exports chaski.api.transport;

    uses chaski.api.node.NodeFactory;
    uses chaski.api.node.NodeServiceProvider;
    uses chaski.api.transport.Transport;
    uses chaski.api.codec.Codec;
}
