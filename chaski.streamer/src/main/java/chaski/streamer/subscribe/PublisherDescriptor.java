package chaski.streamer.subscribe;

import chaski.api.Topic;
import chaski.api.streamer.Origin;

/**
 * The attributes that all messages of one publisher share.
 *
 * @param topic their topic
 * @param origin the publisher and its node
 * @param content how their payloads are encoded
 */
public record PublisherDescriptor(Topic topic, Origin origin, String content) {}
