package chaski.streamer.publish;

/** Inline handlers are called while the publisher's lock is held; for the mutation test. */
public final class HandlersUnderLock {

    private HandlersUnderLock() {}

    /** In the place of {@code deliveredTo}. */
    public static void deliveredTo(Outgoing message, LocalReceiver[] all) {
        message.deliveredTo(all);
        message.pump();
    }
}
