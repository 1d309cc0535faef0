package chaski.testkit.network;

import chaski.api.Endpoint;

/**
 * Where one side of a link is.
 *
 * @param transport the transport of this side
 * @param local the endpoint of this side
 * @param remote the endpoint of the other side
 */
record LinkSide(InMemoryTransport transport, Endpoint local, Endpoint remote) {}
