package chaski.testkit.network;

import chaski.api.transport.LinkResetException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One live link of the network, to inspect and to disturb. Obtained from {@link SimulatedNetwork#links}.
 *
 * <p>Confined to the simulation's thread.
 */
public final class SimulatedLink {

    private final LinkContext context;
    private final HostPath path;
    private final RandomGenerator chance;
    private final LinkEnd dialled;
    private final LinkEnd accepted;
    private final Pipe forward;
    private final Pipe backward;
    private final Consumer<SimulatedLink> over;
    private int endsLeft = 2;

    /**
     * Connects two sides.
     *
     * @param context what the links of the network share
     * @param dialling the side that dialled
     * @param accepting the other side
     * @param chance draws by the seed
     * @param over is called when both sides are over
     */
    SimulatedLink(
            LinkContext context,
            LinkSide dialling,
            LinkSide accepting,
            RandomGenerator chance,
            Consumer<SimulatedLink> over) {
        this.context = context;
        this.path = new HostPath(dialling.host(), accepting.host());
        this.chance = chance;
        this.over = over;
        dialled = new LinkEnd(context, dialling, chance, this::endIsOver);
        accepted = new LinkEnd(context, accepting, chance, this::endIsOver);
        forward = new Pipe(context, path, chance, accepted::arrival, this::cut);
        backward = new Pipe(context, new HostPath(path.to(), path.from()), chance, dialled::arrival, this::cut);
        dialled.connect(backward, forward, accepted);
        accepted.connect(forward, backward, dialled);
    }

    /** {@return the host that dialled} */
    public String dialler() {
        return path.from();
    }

    /** {@return the host that accepted} */
    public String acceptor() {
        return path.to();
    }

    /** {@return the scheme of its endpoints} */
    public String scheme() {
        return dialled.remote().scheme();
    }

    /** {@return whether both sides are open, as far as each knows} */
    public boolean open() {
        return !dialled.closed() && !accepted.closed();
    }

    /**
     * Returns how many bytes of a direction have arrived.
     *
     * @param direction the direction
     * @return how many bytes have arrived at the reader's kernel
     */
    public long arrivedBytes(Direction direction) {
        return pipe(direction).arrived();
    }

    /**
     * Returns how many bytes wait for the sender's kernel.
     *
     * @param direction the direction
     * @return how many bytes the sender's link holds
     */
    public long heldBytes(Direction direction) {
        return pipe(direction).heldBytes();
    }

    /**
     * Breaks the link: both sides receive an error, a moment apart. What was in flight arrives up to a random point,
     * which may lie in the middle of a write, and is lost from there on.
     */
    public void cut() {
        forward.cut();
        backward.cut();
        failSoon(dialled);
        failSoon(accepted);
    }

    /**
     * Breaks the link as soon as more bytes have arrived in a direction. Exactly that many arrive.
     *
     * @param direction the direction
     * @param bytes how many from now on
     */
    public void cutAfter(Direction direction, long bytes) {
        pipe(direction).dieAfter(bytes);
    }

    /**
     * Breaks one side only: it receives an error, the other side is never notified, as if a middlebox had forgotten the
     * connection.
     *
     * @param host the host of the side
     */
    public void forgetAt(String host) {
        silence(Direction.FORWARD, true);
        silence(Direction.BACKWARD, true);
        failSoon(host.equals(dialler()) ? dialled : accepted);
    }

    /**
     * Breaks one side first: it receives an error, while what it had sent still arrives at the other side, which is
     * notified of the end after that. Nothing returns to the first side any more, so nothing there refuses it. On a
     * slow line it may have another link long before the other side detects the loss.
     *
     * @param host the host of the side
     */
    public void breakAt(String host) {
        boolean dialling = host.equals(dialler());
        silence(dialling ? Direction.BACKWARD : Direction.FORWARD, true);
        failSoon(dialling ? dialled : accepted);
    }

    /**
     * Blocks a direction silently. What is sent in the meantime arrives when the silence ends.
     *
     * @param direction the direction
     * @param on true for silence
     */
    public void silence(Direction direction, boolean on) {
        pipe(direction).silence(on);
    }

    @Override
    public String toString() {
        return dialled.local() + " to " + dialled.remote();
    }

    boolean isBetween(String a, String b) {
        return path.equals(new HostPath(a, b)) || path.equals(new HostPath(b, a));
    }

    LinkEnd dialled() {
        return dialled;
    }

    LinkEnd accepted() {
        return accepted;
    }

    void lineIsBack() {
        forward.lineIsBack();
        backward.lineIsBack();
    }

    private void failSoon(LinkEnd end) {
        long mostNs = 1 + 2 * context.paths().profile(path).latency().toNanos();
        context.after(
                chance.nextLong(mostNs), () -> end.fail(new LinkResetException("the link " + this + " was reset")));
    }

    private Pipe pipe(Direction direction) {
        return direction == Direction.FORWARD ? forward : backward;
    }

    private void endIsOver() {
        endsLeft--;
        if (endsLeft <= 0) {
            over.accept(this);
        }
    }
}
