/**
 * UDP links, by Netty: native epoll where it is present, NIO elsewhere.
 *
 * <p>It exports nothing. A node finds the transport of the scheme {@code udp} as an OSGi service or by
 * {@link java.util.ServiceLoader}.
 */
module chaski.transport.udp {
    requires chaski.api;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires static io.netty.transport.classes.epoll;
    requires static io.netty.transport.unix.common;
    requires static org.jspecify;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.service.component.annotations;

    provides chaski.api.transport.Transport with
            chaski.transport.udp.UdpTransport;
}
