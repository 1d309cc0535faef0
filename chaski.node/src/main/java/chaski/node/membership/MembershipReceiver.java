package chaski.node.membership;

import chaski.api.NodeId;
import chaski.node.context.NotificationQueue;
import java.util.Optional;

/** Passes each kind of message from a peer to the part that handles it. Confined to the control loop. */
final class MembershipReceiver implements MembershipMessage.Receiver {

    private final OwnRun identity;
    private final Directory directory;
    private final Gossip gossip;
    private final Optional<RevocationGossip> revocations;
    private final Discovery discovery;
    private final Reports reports;
    private final NotificationQueue notifications;
    private final MembershipListener listener;
    private long nowNs;

    MembershipReceiver(
            OwnRun identity,
            Directory directory,
            Gossip gossip,
            Optional<RevocationGossip> revocations,
            Discovery discovery,
            Reports reports,
            NotificationQueue notifications,
            MembershipListener listener) {
        this.identity = identity;
        this.directory = directory;
        this.gossip = gossip;
        this.revocations = revocations;
        this.discovery = discovery;
        this.reports = reports;
        this.notifications = notifications;
        this.listener = listener;
    }

    /** Delivers a message that arrived now. */
    void receive(NodeId from, MembershipMessage message, long atNs) {
        nowNs = atNs;
        message.deliver(from, this);
    }

    @Override
    public void onSummary(NodeId from, MembershipMessage.Summary message) {
        gossip.onSummary(from, message, nowNs);
    }

    @Override
    public void onDigest(NodeId from, MembershipMessage.Digest message) {
        gossip.onDigest(from, message, nowNs);
    }

    @Override
    public void onVouches(NodeId from, MembershipMessage.Vouches message) {
        gossip.onRows(from, message.rows(), nowNs);
    }

    @Override
    public void onWanted(NodeId from, MembershipMessage.Wanted message) {
        gossip.onWanted(from, message);
    }

    @Override
    public void onEntries(NodeId from, MembershipMessage.Entries message) {
        gossip.onEntries(from, message, nowNs);
    }

    @Override
    public void onOpinions(NodeId from, MembershipMessage.Opinions message) {
        gossip.onOpinions(from, message, nowNs);
    }

    @Override
    public void onChanges(NodeId from, MembershipMessage.Changes message) {
        gossip.onChanges(from, message, nowNs);
    }

    @Override
    public void onEntryPart(NodeId from, MembershipMessage.EntryPart message) {
        gossip.onEntryPart(from, message, nowNs);
    }

    @Override
    public void onRevocationDigest(NodeId from, MembershipMessage.RevocationDigest message) {
        revocations.ifPresentOrElse(closed -> closed.onDigest(from, message, nowNs), this::ignoreRevocations);
    }

    @Override
    public void onRevocationPart(NodeId from, MembershipMessage.RevocationPart message) {
        revocations.ifPresentOrElse(closed -> closed.onPart(from, message, nowNs), this::ignoreRevocations);
    }

    /** Outside of closed networks no authority is trusted. */
    private void ignoreRevocations() {
        notifications.add(() -> listener.onCount("membership.ignored.revocations"));
    }

    @Override
    public void onNeeds(NodeId from, MembershipMessage.Needs message) {
        notifications.add(() -> listener.onPeerNeeds(from, message.need()));
    }

    @Override
    public void onQuery(NodeId from, MembershipMessage.Query message) {
        AdvertisedEntry own = identity.observer() ? null : directory.advertised(identity.id(), nowNs);
        // An answer is by its sender, and may name fewer topics than the entry that was signed.
        discovery.onQuery(from, message, own == null ? null : own.unsigned(), nowNs);
    }

    @Override
    public void onAnswer(NodeId from, MembershipMessage.Answer message) {
        discovery.onAnswer(from, message);
    }

    @Override
    public void onReportRequest(NodeId from, MembershipMessage.ReportRequest message) {
        reports.onRequest(from, message);
    }

    @Override
    public void onReportPart(NodeId from, MembershipMessage.ReportPart message) {
        notifications.addAll(reports.onPart(from, message));
    }
}
