package chaski.remote.channel;

/**
 * The call that the current thread serves.
 *
 * @param caller the channel it came from
 * @param deadlineNs when it ends at the latest
 */
public record ServedCall(RpcChannel caller, long deadlineNs) {}
