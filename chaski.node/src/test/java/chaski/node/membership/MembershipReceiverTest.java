package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.context.NotificationQueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MembershipReceiverTest {

    private final List<MembershipMessage> sent = new ArrayList<>();
    private final NotificationQueue notifications = new NotificationQueue();
    private final RecordingMembershipListener listener = new RecordingMembershipListener();
    private final DirectoryEvents events = new DirectoryEvents(Samples.A, notifications, listener);
    private final Random random = new Random(1);
    private final Directory directory = new Directory(
            new OwnEntry(Samples.A, 1),
            10,
            events,
            new Vouching(random, () -> 1, events, 0),
            run -> true,
            MembershipSecurity.NONE);
    private final MembershipLinks links = new Links();
    private final Gossip gossip = new Gossip(directory, random, links, counter -> {});
    private final MembershipReceiver receiver = new MembershipReceiver(
            new OwnRun(Samples.A, 1, false),
            directory,
            gossip,
            Optional.empty(),
            new Discovery(Samples.A, gossip, links, random, counter -> {}),
            new Reports(
                    gossip,
                    () -> {
                        throw new AssertionError("no report was requested");
                    },
                    counter -> {}),
            notifications,
            listener);

    @Test
    void entriesReachTheDirectoryAndTheListener() {
        connect();

        receiver.receive(
                Samples.B,
                new MembershipMessage.Entries(List.of(new AdvertisedEntry(Samples.named(Samples.C, 1, 1, "c"), 0, 0))),
                0);
        notifications.deliver();

        assertThat(directory.entry(Samples.C)).isNotNull();
        assertThat(listener.events).contains("entry cccccccc present");
    }

    @Test
    void aNeedReachesTheListenerWithTheNextDelivery() {
        receiver.receive(Samples.B, new MembershipMessage.Needs(SessionNeed.COMPANY), 0);
        assertThat(listener.events).isEmpty();

        notifications.deliver();

        assertThat(listener.events).containsExactly("22222222 needs COMPANY");
    }

    @Test
    void aRequestForAnEntryIsAnswered() {
        connect();
        directory.own().announce(new Announcement("a", List.of(), List.of(), List.of(), false), 0);

        receiver.receive(Samples.B, new MembershipMessage.Wanted(List.of(Samples.A)), 0);
        gossip.flush(1);

        assertThat(sent).hasAtLeastOneElementOfType(MembershipMessage.Entries.class);
    }

    private void connect() {
        directory.sessionUp(Samples.B, 1, 0);
        gossip.sessionUp(Samples.B, new PeerTraits(false, true, true), 0);
    }

    private final class Links implements MembershipLinks {

        @Override
        public boolean isWritable(NodeId peer) {
            return true;
        }

        @Override
        public void send(NodeId peer, ByteBuffer message) {
            sent.add(MembershipCodec.decode(message));
        }

        @Override
        public void reach(NodeId node, List<Endpoint> endpoints, NodeId from) {
            throw new AssertionError("no discovery was started");
        }
    }
}
