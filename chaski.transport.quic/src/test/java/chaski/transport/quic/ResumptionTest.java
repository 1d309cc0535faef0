package chaski.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that offers the session of its last connection is judged again. */
class ResumptionTest {

    @TempDir
    Path directory;

    private final AtomicInteger judged = new AtomicInteger();

    @Test
    void aTlsSessionIsNeverResumed() throws Exception {
        QuicLab lab = new QuicLab(directory);
        LinkSecurity server = lab.security("server");
        LinkSecurity counting = new LinkSecurity(server.keys(), counting(server.peers()));
        LinkSecurity client = lab.security("client");
        QuicSslContext keepsSessions = QuicSslContextBuilder.forClient()
                .keyManager(client.keys(), null)
                .trustManager(client.peers())
                .applicationProtocols("chaski")
                .endpointIdentificationAlgorithm("")
                .build();
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (QuicTransport transport = new QuicTransport();
                Listener listener = transport.listen(
                        Endpoint.parse("quic://127.0.0.1:0"),
                        ListenOptions.DEFAULT.security(() -> counting),
                        QuicRecorder::started)) {
            int port = listener.bound().port();
            for (int connection = 1; connection <= 3; connection++) {
                connect(group, keepsSessions, port);

                assertThat(judged).as("judgements of connection " + connection).hasValue(connection);
            }
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private X509ExtendedTrustManager counting(X509ExtendedTrustManager judge) {
        ChangingQuicTrust counting = new ChangingQuicTrust(judge) {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                    throws CertificateException {
                judged.incrementAndGet();
                super.checkClientTrusted(chain, type, engine);
            }
        };
        return counting;
    }

    /** Connects, waits for the acceptor's stream, which follows the ticket if there is one, and closes. */
    private static void connect(MultiThreadIoEventLoopGroup group, QuicSslContext context, int port) throws Exception {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
        Channel socket = new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(new QuicClientCodecBuilder()
                        .sslEngineProvider(
                                channel -> context.newEngine(ByteBufAllocator.DEFAULT, address.getHostString(), port))
                        .maxIdleTimeout(10, TimeUnit.SECONDS)
                        .initialMaxData(1 << 20)
                        .initialMaxStreamsBidirectional(1)
                        .initialMaxStreamDataBidirectionalRemote(1 << 20)
                        .build())
                .bind(0)
                .sync()
                .channel();
        CountDownLatch admitted = new CountDownLatch(1);
        QuicChannel connection = QuicChannel.newBootstrap(socket)
                .handler(new ChannelInitializer<QuicChannel>() {
                    @Override
                    protected void initChannel(QuicChannel channel) {
                        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object stream) {
                                admitted.countDown();
                            }
                        });
                    }
                })
                .remoteAddress(address)
                .connect()
                .get(30, TimeUnit.SECONDS);
        assertThat(admitted.await(30, TimeUnit.SECONDS)).isTrue();
        connection.close().sync();
        socket.close().sync();
    }
}
