package chaski.api.streamer;

import chaski.api.Topic;

/**
 * Something went wrong with one message at one subscription; the next message is not affected.
 *
 * @param topic the message's topic
 * @param origin its publisher
 * @param sequence its number
 * @param error a {@link chaski.api.CodecException} when the payload did not fit, else what the handler threw
 */
public record SubscriptionError(Topic topic, Origin origin, long sequence, Throwable error) {}
