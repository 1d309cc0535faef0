package chaski.streamer.whiteboard;

import chaski.api.streamer.Streamer;

/**
 * A streamer, and whose it is.
 *
 * @param streamer the streamer
 * @param node the name of its node
 * @param id the id of its node
 */
record Place(Streamer streamer, String node, String id) {}
