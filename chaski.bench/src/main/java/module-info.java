/**
 * Benchmarks: what Chaski costs, measured, next to the bare transport.
 */
module chaski.bench {
    requires chaski.api;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires static org.jspecify;
}
