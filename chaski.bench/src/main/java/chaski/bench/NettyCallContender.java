package chaski.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Calls over Netty with a codec written by hand for this one object, which runs on the event loop. A frame is a length,
 * the number of the call, the number of the method, and its arguments or result.
 */
final class NettyCallContender implements CallContender {

    private static final int ADD = 1;
    private static final int ECHO = 2;

    /** Runs calls where they arrive. */
    private static final class Requests extends NettyCallFrames {

        private final BenchService service;

        Requests(BenchService service) {
            this.service = service;
        }

        @Override
        void received(ChannelHandlerContext context, long id, int method, ByteBuf in) {
            ByteBuf out = begin(context.alloc(), id, method);
            if (method == ADD) {
                out.writeInt(service.add(in.readInt(), in.readInt()));
            } else {
                OrderCodec.write(out, service.echo(OrderCodec.read(in)));
            }
            context.writeAndFlush(end(out), context.voidPromise());
        }
    }

    /** Completes calls where their results arrive. */
    private static final class Results extends NettyCallFrames {

        private final Map<Long, CompletableFuture<Object>> pending = new ConcurrentHashMap<>();

        @Override
        void received(ChannelHandlerContext context, long id, int method, ByteBuf in) {
            CompletableFuture<Object> call = pending.remove(id);
            if (call != null) {
                call.complete(method == ADD ? (Object) in.readInt() : OrderCodec.read(in));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            pending.values()
                    .forEach(call -> call.completeExceptionally(new IllegalStateException("the connection broke")));
            super.channelInactive(context);
        }
    }

    private record NettyServer(EventLoopGroup group, String endpoint) implements Server {

        @Override
        public void close() {
            end(group);
        }
    }

    /** Makes calls that do not wait. */
    private static final class NettyCaller implements Caller, BenchService.Async {

        private final EventLoopGroup group = NettyChannels.group();
        private final Results results = new Results();
        private final AtomicLong numbers = new AtomicLong();
        private final Channel channel;

        NettyCaller(String endpoint) {
            this.channel = NettyChannels.connect(group, endpoint, () -> results);
        }

        @Override
        public BenchService service() {
            return new Waiting(this);
        }

        @Override
        public BenchService.Async async() {
            return this;
        }

        @Override
        public CompletableFuture<Integer> add(int a, int b) {
            return call(ADD, out -> out.writeInt(a).writeInt(b)).thenApply(Integer.class::cast);
        }

        @Override
        public CompletableFuture<BenchService.Order> echo(BenchService.Order order) {
            return call(ECHO, out -> OrderCodec.write(out, order)).thenApply(BenchService.Order.class::cast);
        }

        private CompletableFuture<Object> call(int method, Consumer<ByteBuf> arguments) {
            long id = numbers.incrementAndGet();
            CompletableFuture<Object> call = new CompletableFuture<>();
            results.pending.put(id, call);
            ByteBuf out = NettyCallFrames.begin(channel.alloc(), id, method);
            arguments.accept(out);
            channel.writeAndFlush(NettyCallFrames.end(out), channel.voidPromise());
            return call;
        }

        @Override
        public void close() {
            end(group);
        }
    }

    /** Makes calls that wait. */
    private record Waiting(NettyCaller caller) implements BenchService {

        @Override
        public int add(int a, int b) {
            return caller.add(a, b).join();
        }

        @Override
        public Order echo(Order order) {
            return caller.echo(order).join();
        }
    }

    private static void end(EventLoopGroup group) {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    @Override
    public Server serve(BenchService service) {
        EventLoopGroup group = NettyChannels.group();
        return new NettyServer(group, NettyChannels.endpoint(NettyChannels.listen(group, () -> new Requests(service))));
    }

    @Override
    public Caller connect(String endpoint) {
        return new NettyCaller(endpoint);
    }
}
