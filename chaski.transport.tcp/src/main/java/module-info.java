/**
 * TCP links, by Netty: native epoll where it is present, NIO elsewhere.
 *
 * <p>It exports nothing. A node finds the transport of the scheme {@code tcp} as an OSGi service or by
 * {@link java.util.ServiceLoader}.
 */
module chaski.transport.tcp {
    requires chaski.api;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.handler;
    requires static io.netty.transport.classes.epoll;
    requires static org.jspecify;
    requires static org.osgi.service.component.annotations;
    requires static org.osgi.service.metatype.annotations;
}
