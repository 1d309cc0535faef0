package chaski.node.membership;

import chaski.api.NodeId;
import chaski.node.context.NotificationQueue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what the directory has accepted: to gossip immediately, and to the listener with the next delivery of
 * notifications. Confined to the control loop.
 */
final class DirectoryEvents implements DirectoryListener {

    private final NodeId self;
    private final NotificationQueue notifications;
    private final MembershipListener listener;
    private @Nullable Gossip gossip;
    private boolean stateChanged;

    DirectoryEvents(NodeId self, NotificationQueue notifications, MembershipListener listener) {
        this.self = self;
        this.notifications = notifications;
        this.listener = listener;
    }

    /** Starts to pass on changes to peers. */
    void start(Gossip value) {
        gossip = value;
    }

    @Override
    public void onChange(NodeId id, @Nullable NodeEntry before, @Nullable NodeEntry after, @Nullable NodeId from) {
        if (gossip != null && after != null) {
            gossip.onChange(id, before, from);
        }
        Optional<NodeEntry> old = Optional.ofNullable(before).filter(entry -> !entry.left());
        Optional<NodeEntry> now = Optional.ofNullable(after).filter(entry -> !entry.left());
        if (!id.equals(self) && (old.isPresent() || now.isPresent())) {
            boolean left = after != null && after.left();
            notifications.add(() -> listener.onEntry(id, old, now, left));
        }
    }

    @Override
    public void onResigned(NodeId id, @Nullable NodeId from) {
        if (gossip != null) {
            gossip.onResigned(id, from);
        }
    }

    @Override
    public void onVouch(NodeId id, @Nullable NodeId from) {
        if (gossip != null) {
            gossip.onVouch(id, from);
        }
    }

    @Override
    public void onOpinion(NodeId id, @Nullable NodeId from) {
        if (gossip != null) {
            gossip.onOpinion(id, from);
        }
    }

    @Override
    public void onState() {
        if (!stateChanged) {
            stateChanged = true;
            notifications.add(() -> {
                stateChanged = false;
                listener.onStateChanged();
            });
        }
    }

    @Override
    public void onSuperseded(long incarnation) {
        notifications.add(() -> listener.onSuperseded(incarnation));
    }

    @Override
    public void onRefused(NodeId from, String counter, String reason) {
        notifications.add(() -> listener.onRefused(from, counter, reason));
    }

    @Override
    public void onRefused(String counter) {
        notifications.add(() -> listener.onCount(counter));
    }
}
