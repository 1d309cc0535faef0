package chaski.api.security;

import java.util.Locale;

/** What a participant of a closed network can be allowed to do at a node. A node asks its {@link Authorizer} before it serves a peer. */
public enum Permission {
    /** To have a session with the node. */
    JOIN(Scope.NONE),
    /** To send messages of topics to the node's subscriptions. */
    PUBLISH(Scope.TOPIC),
    /** To receive the messages of topics that the node publishes. */
    SUBSCRIBE(Scope.TOPIC),
    /** To call methods of a service, or an attached function, of the node. */
    CALL(Scope.MEMBER),
    /** To read attributes of a service of the node. */
    GET(Scope.MEMBER),
    /** To write attributes of a service of the node. */
    SET(Scope.MEMBER),
    /** To observe attributes of a service of the node. */
    OBSERVE(Scope.MEMBER),
    /** To offer the node a service, or an attached function, under a name; callers at the node use no other. */
    ATTACH(Scope.SERVICE),
    /** To receive the directory of nodes from the node. */
    SEE(Scope.NONE),
    /** To administer the node. */
    ADMINISTER(Scope.NONE);

    /** What a permission is limited to. */
    public enum Scope {
        /** Nothing: one is allowed it or not. */
        NONE,
        /** Topics. */
        TOPIC,
        /** Names of services. */
        SERVICE,
        /** Names of services and of their members. */
        MEMBER
    }

    private final Scope scope;

    Permission(Scope scope) {
        this.scope = scope;
    }

    /** {@return what it is limited to} */
    public Scope scope() {
        return scope;
    }

    /** {@return the name in files and messages, for example {@code publish}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
