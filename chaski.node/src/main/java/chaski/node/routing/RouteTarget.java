package chaski.node.routing;

import chaski.node.send.CreditFlow;
import chaski.node.send.RoutePeerState;
import chaski.node.send.SendChannel;

/**
 * One session that a route sends to.
 *
 * @param outbound the sending side of the session
 * @param state what the session knows of the route
 * @param flows the matching declarations of the peer
 */
record RouteTarget(SendChannel outbound, RoutePeerState state, CreditFlow[] flows) {}
