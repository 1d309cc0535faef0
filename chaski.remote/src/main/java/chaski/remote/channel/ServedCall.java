package chaski.remote.channel;

/**
 * A call that the current thread serves.
 *
 * @param caller from where it came
 * @param untilNs when it ends at the latest
 */
public record ServedCall(RpcChannel caller, long deadlineNs) {}
