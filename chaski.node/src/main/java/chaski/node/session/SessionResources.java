package chaski.node.session;

import chaski.node.context.CoalescedTask;
import chaski.node.context.NodeContext;
import chaski.node.declaration.Declarations;
import chaski.node.log.SegmentPool;
import chaski.node.receive.Reassembly;
import chaski.node.receive.ReassemblyMemory;
import chaski.node.routing.Router;
import chaski.node.send.SendChannel;
import chaski.node.send.SendChannelOwner;
import chaski.node.wire.Hello;

/**
 * What all sessions of a node share. Each session creates its parts of it.
 *
 * @param context this node
 * @param memory the memory of all send logs
 * @param reassembly the memory of all messages that have arrived in part
 * @param declarations the declarations of this node
 * @param router the declarations of all peers
 */
record SessionResources(
        NodeContext context,
        SegmentPool memory,
        ReassemblyMemory reassembly,
        Declarations declarations,
        Router router) {

    /** Creates the sending side of a session, within the limits of both sides. */
    SendChannel sendChannel(SendChannelOwner owner, Hello peer) {
        SendChannel channel =
                new SendChannel(owner, memory, context.config().session().sendLogBytes(), context.environment());
        channel.limits(peer.maxMessageBytes(), peer.assemblyBytes());
        return channel;
    }

    /** Creates the assembly of the messages of one peer, within the limits of this node. */
    Reassembly reassembly(ReassemblyMemory.Holder holder) {
        return new Reassembly(
                context.maxMessageBytes(), context.assemblyBytes(), context.routeLimit(), reassembly.open(holder));
    }

    /** Creates a task of the control loop that is requested any number of times and runs once. */
    CoalescedTask task(Runnable task) {
        return new CoalescedTask(context.environment(), task);
    }
}
