package chaski.node.routing;

import chaski.node.send.CreditFlow;
import chaski.node.send.RoutePeerState;
import chaski.node.send.SendChannel;

/**
 * One session that a route leads to.
 *
 * @param outbound its sending side
 * @param state what it knows of the route
 * @param flows the declarations of its peer that match
 */
record RouteTarget(SendChannel outbound, RoutePeerState state, CreditFlow[] flows) {}
