/**
 * QUIC links, by Netty and its native library: native epoll where it is present, NIO elsewhere.
 *
 * <p>It exports nothing. A node finds the transport of the scheme {@code quic} as an OSGi service or by
 * {@link java.util.ServiceLoader}.
 */
module chaski.transport.quic {
    requires chaski.api;
    requires io.netty.buffer;
    requires io.netty.codec.classes.quic;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires static io.netty.transport.classes.epoll;
    requires static org.jspecify;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.service.component.annotations;

    provides chaski.api.transport.Transport with
            chaski.transport.quic.QuicTransport;
}
