package chaski.node.membership;

import chaski.api.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records the notifications of membership. */
final class RecordingMembershipListener implements MembershipListener {

    final List<String> events = new ArrayList<>();

    @Override
    public void onEntry(NodeId id, Optional<NodeEntry> before, Optional<NodeEntry> after, boolean left) {
        events.add("entry " + id.shortForm() + (after.isPresent() ? " present" : " absent") + (left ? " left" : ""));
    }

    @Override
    public void onStateChanged() {
        events.add("state");
    }

    @Override
    public void onPeerNeeds(NodeId peer, SessionNeed need) {
        events.add(peer.shortForm() + " needs " + need);
    }

    @Override
    public void onSuperseded(long incarnation) {
        events.add("superseded " + incarnation);
    }

    @Override
    public void onRefused(NodeId from, String counter, String reason) {
        events.add(counter + " from " + from.shortForm());
    }

    @Override
    public void onCount(String counter) {
        events.add(counter);
    }
}
