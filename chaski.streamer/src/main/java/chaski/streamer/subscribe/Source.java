package chaski.streamer.subscribe;

import chaski.api.Topic;
import chaski.api.streamer.Origin;

/**
 * What all messages of one publisher have in common.
 *
 * @param topic their topic
 * @param origin who published them
 * @param content how their payloads are written
 */
public record Source(Topic topic, Origin origin, String content) {}
