package chaski.node;

import chaski.api.node.CredentialsChanged;
import chaski.api.node.CredentialsExpiring;
import chaski.api.node.CredentialsRefused;
import chaski.api.protocol.Environment;
import chaski.node.context.NodeContext;
import chaski.node.identity.Validity;
import java.time.Duration;
import java.time.Instant;

/** Reports what happens to the credentials of this node: changes, refused ones, and that they expire. Confined to the control loop. */
final class CredentialsWatch {

    /** A renewal is usually due after half or two thirds of the validity: what is older was not renewed. */
    private static final int SHARE_OF_VALIDITY = 3;

    private static final Duration MOST_OFTEN = Duration.ofMinutes(1);
    private static final Duration LEAST_OFTEN = Duration.ofDays(1);

    /** The wall clock may be changed meanwhile. */
    private static final Duration LONGEST_PLAN = Duration.ofHours(1);

    private final NodeContext context;
    private Environment.Cancellable next = () -> {};
    private long counted;
    private Instant due = Instant.MIN;

    CredentialsWatch(NodeContext context) {
        this.context = context;
    }

    /** Begins to watch, if this node has credentials. */
    void start() {
        context.security().onChange(() -> context.environment().execute(this::changed));
        context.security().onRefused(reason -> context.environment().execute(() -> refused(reason)));
        changed(); // they may have changed since this node read them first
    }

    private void changed() {
        long changes = context.security().changes();
        if (changes > counted) {
            context.counters().add("credentials.changed", changes - counted);
            counted = changes;
            context.security().validity().ifPresent(validity -> context.events()
                    .raise(at -> new CredentialsChanged(at, validity.end())));
        }
        due = Instant.MIN;
        review();
    }

    private void refused(String reason) {
        context.counters().add("credentials.refused");
        context.events().raise(at -> new CredentialsRefused(at, reason));
    }

    private void review() {
        next.cancel();
        context.security().validity().ifPresent(this::review);
    }

    private void review(Validity validity) {
        Instant now = Instant.ofEpochMilli(context.environment().wallTimeMillis());
        Duration lastPart = Duration.between(validity.begin(), validity.end()).dividedBy(SHARE_OF_VALIDITY);
        Instant begin = validity.end().minus(lastPart);
        if (now.isBefore(begin)) {
            due = begin;
        } else if (!now.isBefore(due)) {
            context.events().raise(at -> new CredentialsExpiring(at, validity.end()));
            due = now.plus(pause(Duration.between(now, validity.end())));
        }
        Duration delay = Duration.between(now, due);
        next = context.environment().schedule(min(delay, LONGEST_PLAN).toNanos(), this::review);
    }

    /** {@return the time until the next warning: more often towards the end, and precisely at the end} */
    private static Duration pause(Duration left) {
        if (left.isNegative() || left.isZero()) {
            return LONGEST_PLAN;
        }
        return left.compareTo(MOST_OFTEN) <= 0 ? left : max(min(left.dividedBy(2), LEAST_OFTEN), MOST_OFTEN);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Reports nothing any more. */
    void close() {
        next.cancel();
    }
}
