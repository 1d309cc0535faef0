/**
 * Benchmarks: the performance of Chaski, compared with the bare transport.
 *
 * <p>It exports nothing: the {@code chaski} command finds it as a {@link java.util.spi.ToolProvider}. It runs its
 * contenders in child processes, and uses Chaski only through the interface that every program uses.
 */
module chaski.bench {
    requires chaski.api;
    requires info.picocli;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires java.management;
    requires java.rmi;
    requires jdk.jfr;
    requires jdk.management;
    requires static org.jspecify;

    // for the arguments of the command, and for the objects and records of its calls
    opens chaski.bench;

    provides java.util.spi.ToolProvider with
            chaski.bench.BenchTool;
}
