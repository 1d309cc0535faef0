package chaski.testkit.network;

import chaski.api.Endpoint;

/**
 * Where one side of a link is.
 *
 * @param links the links of the transport of this side
 * @param local the endpoint of this side
 * @param remote the endpoint of the other side
 */
record LinkSide(TransportLinks links, Endpoint local, Endpoint remote) {

    String host() {
        return links.host();
    }
}
