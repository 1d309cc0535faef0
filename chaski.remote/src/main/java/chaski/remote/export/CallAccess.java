package chaski.remote.export;

import chaski.api.security.Decision;
import chaski.api.security.Permission;
import chaski.remote.channel.RpcChannel;
import chaski.remote.wire.CallOperation;
import chaski.remote.wire.RemoteMessage.Call;
import java.util.Optional;

/**
 * Decides whether a peer may make a call of an export. An object that was lent to a peer by a call is the result of a decision already, and
 * has no name by which it could be granted.
 */
final class CallAccess {

    /** To describe a service is to read about all its members, so it takes a grant that is not limited to some. */
    private static final String ANY_MEMBER = "*";

    private CallAccess() {}

    static Decision decide(RpcChannel channel, Call call, Export export) {
        return channel.decide(permission(call.operation()), export.name(), member(call, export));
    }

    private static Permission permission(CallOperation operation) {
        return switch (operation) {
            case INVOKE -> Permission.CALL;
            case GET, DESCRIBE -> Permission.GET;
            case SET -> Permission.SET;
            case OBSERVE -> Permission.OBSERVE;
        };
    }

    /** A function is its own member; a member of an open attribute is named by its path from the export. */
    private static String member(Call call, Export export) {
        if (call.operation() == CallOperation.DESCRIBE || call.member().isEmpty()) {
            return ANY_MEMBER;
        }
        if (export.isFunction()) {
            return export.name();
        }
        return call.path().isEmpty() ? call.member() : call.path() + "." + call.member();
    }

    /** Decides again on a call; returns why it is refused, or empty. */
    static Optional<String> refusal(RpcChannel channel, Call call, Export export) {
        Decision decision = decide(channel, call, export);
        return decision.isAllowed() ? Optional.empty() : Optional.of(refusal(call, export, decision));
    }

    static String refusal(Call call, Export export, Decision decision) {
        return permission(call.operation()) + " " + export.name() + " " + member(call, export) + " is not granted, by "
                + decision.rule();
    }
}
