package chaski.api.streamer;

import chaski.api.Topic;

/**
 * A failure with one message at one subscription; the next message is not affected.
 *
 * @param topic the message's topic
 * @param origin its publisher
 * @param sequence its number
 * @param error a {@link chaski.api.CodecException} if the payload did not fit, otherwise the exception of the handler
 */
public record SubscriptionError(Topic topic, Origin origin, long sequence, Throwable error) {}
