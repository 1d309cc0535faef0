package chaski.transport.tcp;

import chaski.api.transport.LinkSecurity;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The encryption of one link. Confined to the link's I/O thread, except {@link #peerCertificates}. */
final class LinkTls {

    private final LinkSecurity security;
    private final SslHandler handler;
    private final FailedHandshake failed;
    private @Nullable ChannelHandlerContext context;

    private LinkTls(LinkSecurity security, boolean client, long lingerMs) {
        this.security = security;
        this.handler = Tls.handler(security, client);
        this.failed = new FailedHandshake(handler, lingerMs);
    }

    /** {@return that of a link that this end opens} */
    static LinkTls opened(LinkSecurity security, long lingerMs) {
        return new LinkTls(security, true, lingerMs);
    }

    /** {@return that of a link that this end accepts} */
    static LinkTls accepted(LinkSecurity security, long lingerMs) {
        return new LinkTls(security, false, lingerMs);
    }

    /** Adds itself to the pipeline of the link, and begins the handshake. */
    void attach(SocketChannel channel) {
        ChannelSetup.encryption(channel, failed, handler);
        context = channel.pipeline().context(handler);
        // the link has not been started: the handler reads on by itself until the handshake is done, once it has begun
        channel.read();
    }

    /** {@return completed when both ends are authenticated, as far as this one knows; or why they are not} */
    CompletableFuture<Void> handshake() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        handler.handshakeFuture().addListener(handshake -> {
            if (handshake.isSuccess()) {
                done.complete(null);
            } else {
                done.completeExceptionally(TlsErrors.handshakeFailed(handshake.cause(), own()));
            }
        });
        return done;
    }

    /**
     * Replaces what the TLS implementation reports by what it means.
     *
     * @param failure what the channel reported
     * @return an exception with a readable message, or the failure itself if it has nothing to do with TLS
     */
    Throwable explained(Throwable failure) {
        return TlsErrors.explained(failure, own());
    }

    /** {@return the certificate that this end has shown, if it has} */
    private Optional<X509Certificate> own() {
        return Tls.ownCertificate(handler);
    }

    /** {@return the credentials of this end} */
    LinkSecurity security() {
        return security;
    }

    /** {@return the certificates of the other end; none before it is authenticated} */
    List<X509Certificate> peerCertificates() {
        return Tls.peerCertificates(handler);
    }

    /** Reports to the peer that nothing more follows, then calls a task. */
    void endOutput(Runnable then) {
        handler.closeOutbound().addListener(sent -> then.run());
    }

    /**
     * Closes the connection without the farewell of TLS: a peer that does not read would delay it. If this end has refused the handshake,
     * the peer first receives the reason.
     */
    void close() {
        ChannelHandlerContext attached = context;
        if (attached != null) {
            attached.close();
        }
    }

    /** Closes the connection at once, even if the peer has not received the reason. */
    void abort() {
        ChannelHandlerContext attached = context;
        if (attached != null && attached.channel().isOpen()) {
            failed.abort(attached.pipeline().context(failed));
        }
    }
}
