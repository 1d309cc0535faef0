package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.transport.Link;
import chaski.node.identity.LinkProof;
import chaski.node.wire.Alternatives;
import chaski.node.wire.AlternativesFrame;
import chaski.node.wire.Hello;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.RefusalFrame;
import chaski.node.wire.WireVersions;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/**
 * Refuses links: it reports the refusal, sends REFUSED, and closes the link once that is written. A dialler that this full node has
 * no room for is first sent other nodes that it may dial.
 */
final class RefusalSender {

    private final HandshakeReports reports;
    private final BiFunction<NodeId, Endpoint, List<Endpoint>> alternatives;
    private final BiPredicate<Hello, LinkProof> sees;
    private final RefusedLinks refusedLinks = new RefusedLinks();

    /**
     * Creates a sender.
     *
     * @param reports counts and reports the refusals
     * @param alternatives the endpoints of other nodes that a node which comes from an endpoint may dial
     * @param sees true for nodes that may know the endpoints of others
     */
    RefusalSender(
            HandshakeReports reports,
            BiFunction<NodeId, Endpoint, List<Endpoint>> alternatives,
            BiPredicate<Hello, LinkProof> sees) {
        this.reports = reports;
        this.sees = sees;
        this.alternatives = alternatives;
    }

    /** Refuses a link before its handshake; any thread. */
    void refuse(Link link, LinkRefusal refusal) {
        reports.refused(link.remote(), refusal.counter(), refusal.refused().text());
        refusedLinks.refuse(link, refusal.refused());
    }

    /**
     * Refuses a link during its handshake; on the control loop.
     *
     * @param refusal what is sent
     * @param reason what is reported here
     */
    void refuse(LinkConnection connection, Refusal refusal, String reason) {
        reports.sent(connection.remote(), connection.handshake.hello, refusal.code(), reason);
        if (refusal.code() == RefusalCode.LIMIT) {
            sendAlternatives(connection);
        }
        connection.send(RefusalFrame.MAX_BYTES, out -> RefusalFrame.encode(refusal, out));
        connection.closeAfterWrites("refused: " + reason);
    }

    /**
     * Refuses a link to a node with which this one has no wire version in common. Each side's users receive the explanation that is
     * written for their side.
     *
     * @return the explanation for this side
     */
    String refuseVersion(LinkConnection connection, Hello hello) {
        String here = WireVersions.OWN.mismatch(hello.versions());
        String there = hello.versions().mismatch(WireVersions.OWN);
        refuse(connection, new Refusal(RefusalCode.VERSION, WireVersions.OWN.highest(), there), here);
        return here;
    }

    private void sendAlternatives(LinkConnection connection) {
        Hello hello = connection.handshake.hello;
        if (connection.dialled()
                || hello == null
                || !hello.hasCapability(Hello.ALTERNATIVES)
                || !sees.test(hello, connection.proof())) {
            return;
        }
        List<Endpoint> named = AlternativesFrame.fitting(alternatives.apply(hello.node(), connection.remote()));
        if (!named.isEmpty()) {
            connection.send(AlternativesFrame.MAX_BYTES, out -> AlternativesFrame.encode(new Alternatives(named), out));
        }
    }
}
