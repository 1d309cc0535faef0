/**
 * Finds the subscriptions that match a topic, without testing each of them.
 *
 * <p>{@link chaski.node.topic.TopicIndex} keeps patterns in a tree of {@link chaski.node.topic.TopicTreeNode}s, one
 * level a token, with the values of one pattern in a {@link chaski.node.topic.PatternValues}. The engine uses it to
 * find the declarations of peers that match a published topic; pairing uses it to find the nodes of the directory that
 * share a topic with this one.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.node.topic;

import org.jspecify.annotations.NullMarked;
