package chaski.streamer.publish;

/** Inline handlers are called while the publisher's lock is held; for the mutation test. */
public final class HandlersUnderLock {

    private HandlersUnderLock() {}

    /** Replaces {@code deliveredTo}. */
    public static void deliveredTo(EncodedMessage message, LocalReceiver[] all) {
        message.deliveredTo(all);
        message.runInlineHandlers();
    }
}
