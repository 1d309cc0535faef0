package chaski.streamer.whiteboard;

import chaski.api.streamer.Streamer;

/**
 * A streamer service, and its node.
 *
 * @param streamer the streamer
 * @param node the name of its node
 * @param id the id of its node
 */
record StreamerRef(Streamer streamer, String node, String id) {}
