package chaski.node.session;

import chaski.api.Topic;
import chaski.node.context.NodeContext;
import chaski.node.declaration.Declarations;
import chaski.node.log.SegmentPool;
import chaski.node.receive.ReassemblyMemory;
import chaski.node.routing.Router;
import java.util.List;

/** Puts the parts of sessions together for the composition root, which opens channels here. Thread-safe. */
public final class SessionLayer {

    private static final long TRIM_NS = 5_000_000_000L;

    /**
     * The number of sessions that may have as many unfinished bytes as they announce, independent of the memory for
     * send logs.
     */
    private static final int LEAST_ASSEMBLIES = 2;

    /** The interval at which windows check which peers keep credit that others wait for: twice a second. */
    private static final long CREDIT_CHECK_NS = 500_000_000L;

    private final SegmentPool memory;
    private final ReassemblyMemory reassemblyMemory;
    private final Declarations declarations;
    private final Router router;
    private final SessionTable sessions = new SessionTable();
    private final Channels channels;
    private final BarredPeers barred;
    private final AuxiliaryLinks auxiliaries;
    private final SessionLifecycle lifecycle;
    private final AttachProtocol attachProtocol;

    /**
     * Creates the parts.
     *
     * @param context this node
     * @param listener notified of sessions, on the control loop
     * @param interestChanged called on any thread when this node's publications or subscriptions have changed
     */
    public SessionLayer(NodeContext context, SessionListener listener, Runnable interestChanged) {
        long logBytes = context.config().session().totalLogBytes();
        memory = new SegmentPool(logBytes, () -> trimLater(context), () -> memoryShort(context));
        reassemblyMemory = new ReassemblyMemory(
                context.environment(), Math.max(LEAST_ASSEMBLIES * context.assemblyBytes(), logBytes / 2));
        declarations = new Declarations(
                context.config().limits().topicsPerPeer(),
                context.maxMessageBytes(),
                check -> context.environment().schedule(CREDIT_CHECK_NS, check),
                interestChanged);
        router = new Router(context.id(), () -> context.config().name(), context::nanoTime);
        router.onRoutesChanged(interestChanged);
        channels = new Channels(context, sessions, declarations, router);
        barred = new BarredPeers(context.environment(), context.config().deny());
        auxiliaries = new AuxiliaryLinks(context, sessions, router, listener);
        lifecycle =
                new SessionLifecycle(context, sessions, listener, declarations, router, barred, auxiliaries, channels);
        SessionResources shared = new SessionResources(context, memory, reassemblyMemory, declarations, router);
        attachProtocol = new AttachProtocol(
                context,
                sessions,
                new SessionAdmission(context, sessions, lifecycle, listener, barred),
                lifecycle,
                listener,
                declarations,
                router,
                channels,
                (id, peer) -> new Session(shared, lifecycle, id, peer));
        new AccessReview(context, sessions, router, lifecycle, channels).start();
    }

    /** Releases memory that was in use and has been unused for some seconds. */
    private void trimLater(NodeContext context) {
        context.environment().schedule(TRIM_NS, memory::trim);
    }

    private static void memoryShort(NodeContext context) {
        context.counters().add("memory.short");
        context.environment().execute(context.events()::memoryShort);
    }

    /** {@return the declarations of this node} */
    public Declarations declarations() {
        return declarations;
    }

    /** {@return the sessions} */
    public SessionTable sessions() {
        return sessions;
    }

    /** {@return how sessions begin and move} */
    public AttachProtocol attachProtocol() {
        return attachProtocol;
    }

    /** {@return how sessions end} */
    public SessionLifecycle lifecycle() {
        return lifecycle;
    }

    /** {@return the nodes with which there is no session} */
    public BarredPeers barred() {
        return barred;
    }

    /** {@return the auxiliary links of the sessions} */
    public AuxiliaryLinks auxiliaries() {
        return auxiliaries;
    }

    /** {@return the channels} */
    public Channels channels() {
        return channels;
    }

    /** {@return the topics that are published now} */
    public List<Topic> publishedTopics() {
        return router.topics();
    }

    /**
     * Sets the callback that runs when publishers have started or stopped sending datagrams to a peer.
     *
     * @param callback called on any thread, possibly without a change
     */
    public void onDatagramNeeds(Runnable callback) {
        router.onDatagramNeeds(callback);
    }

    SegmentPool memory() {
        return memory;
    }

    ReassemblyMemory reassemblyMemory() {
        return reassemblyMemory;
    }

    Router router() {
        return router;
    }
}
