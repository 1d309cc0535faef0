/**
 * Which subscriptions a topic belongs to, answered without looking at each of them.
 *
 * <p>{@link chaski.node.topic.TopicIndex} keeps patterns in a tree of {@link chaski.node.topic.TopicTreeNode}es, one level a token,
 * with the values of one pattern in a {@link chaski.node.topic.PatternValues}. The engine asks it which declarations of peers match what
 * is published; pairing asks it which nodes of the directory share a topic with this one.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.node.topic;

import org.jspecify.annotations.NullMarked;
