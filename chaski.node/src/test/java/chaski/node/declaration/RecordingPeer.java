package chaski.node.declaration;

import java.util.List;

/** A peer that records its notifications. */
record RecordingPeer(String name, List<String> notifications) implements DeclarationPeer {

    @Override
    public void declarationsChanged() {
        notifications.add(name + " declarations");
    }

    @Override
    public void creditChanged(InboundCredit flow) {
        notifications.add(name);
    }

    @Override
    public void creditKept(InboundCredit flow) {
        notifications.add(name + " kept");
    }
}
