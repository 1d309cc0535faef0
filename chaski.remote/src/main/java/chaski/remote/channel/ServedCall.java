package chaski.remote.channel;

/**
 * A call that the current thread serves.
 *
 * @param caller from where it came
 * @param deadlineNs when it ends at the latest, by the monotonic clock
 */
public record ServedCall(RpcChannel caller, long deadlineNs) {}
