package chaski.cli;

import chaski.api.node.CredentialsChanged;
import chaski.api.node.CredentialsExpiring;
import chaski.api.node.CredentialsRefused;
import chaski.api.node.NodeEvent;
import java.io.PrintStream;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Writes events as lines {@code EVENT kind key=value…}. A value that holds white space, a quote, a backslash or a
 * control character is written as a JSON string. At most {@value EventLineLimit#MAX_A_MINUTE} lines a minute are
 * written; before the next one, a line {@code EVENT left-out count=…} gives the number of omitted ones. Thread-safe.
 */
final class EventPrinter implements Consumer<NodeEvent> {

    /** Events caused by strangers: the rest of a minute's lines is reserved for peers and this node. */
    private static final int FOR_STRANGERS = EventLineLimit.MAX_A_MINUTE / 2;

    /** Peers connect and disconnect at will; losses are printed nevertheless. */
    private static final int FOR_PEERS = EventLineLimit.MAX_A_MINUTE - EventLineLimit.MAX_A_MINUTE / 5;

    private final PrintStream err;
    private final EventLineLimit limit;

    EventPrinter(PrintStream err) {
        this(err, System::nanoTime);
    }

    EventPrinter(PrintStream err, LongSupplier clock) {
        this.err = err;
        this.limit = new EventLineLimit(clock);
    }

    @Override
    public void accept(NodeEvent event) {
        if (event instanceof NodeEvent.SessionLost lost) {
            lost.ranges().forEach(range -> print(share(event), sessionLost(lost, range)));
        } else {
            print(share(event), line(event));
        }
    }

    private synchronized void print(int share, Line line) {
        long leftOut = limit.admit(share);
        if (leftOut > 0) {
            err.println(new Line("left-out").add("count", leftOut));
        }
        if (leftOut >= 0) {
            err.println(line);
        }
    }

    private static int share(NodeEvent event) {
        if (event instanceof NodeEvent.Refused || event instanceof NodeEvent.DialFailed) {
            return FOR_STRANGERS;
        }
        boolean own = event instanceof NodeEvent.SessionLost
                || event instanceof NodeEvent.Unsubscribed
                || event instanceof NodeEvent.Listening
                || event instanceof NodeEvent.TransportArrived
                || event instanceof NodeEvent.TransportLeft
                || event instanceof NodeEvent.CredentialsEvent
                || event instanceof NodeEvent.Reconfigured;
        return own ? EventLineLimit.MAX_A_MINUTE : FOR_PEERS;
    }

    private static Line sessionLost(NodeEvent.SessionLost lost, NodeEvent.LostRange range) {
        return new Line("session-lost")
                .add("name", lost.name())
                .add("id", lost.peer())
                .add("reason", lost.reason())
                .add("topic", range.topic())
                .add("publisher", range.publisher())
                .add("first", range.first())
                .add("last", range.last())
                .add("count", range.count());
    }

    private static Line line(NodeEvent event) {
        // A chain instead of a switch: patterns in switch are newer than the Java version for which this is compiled.
        if (event instanceof NodeEvent.PeerUp e) {
            return peer("peer-up", e.name(), e.peer()).add("endpoint", e.endpoint());
        } else if (event instanceof NodeEvent.PeerSuspect e) {
            return peer("peer-suspect", e.name(), e.peer());
        } else if (event instanceof NodeEvent.PeerDown e) {
            return peer("peer-down", e.name(), e.peer()).add("reason", e.reason());
        } else if (event instanceof NodeEvent.Paired e) {
            return peer("paired", e.name(), e.peer()).add("topic", e.topic());
        } else if (event instanceof NodeEvent.PairingFailed e) {
            return peer("pairing-failed", e.name(), e.peer()).add("reason", e.reason());
        } else if (event instanceof NodeEvent.Parked e) {
            return peer("parked", e.name(), e.peer()).add("reason", e.reason());
        } else if (event instanceof NodeEvent.PeerInDoubt e) {
            return peer("peer-in-doubt", e.name(), e.peer()).add("reason", e.reason());
        } else if (event instanceof NodeEvent.PeerDoubtEnded e) {
            return peer("peer-doubt-ended", e.name(), e.peer());
        } else if (event instanceof NodeEvent.LinkMoved e) {
            return peer("link-moved", e.name(), e.peer()).add("from", e.from()).add("to", e.to());
        } else if (event instanceof NodeEvent.Unsubscribed e) {
            return peer("unsubscribed", e.name(), e.peer())
                    .add("count", e.count())
                    .add("reason", e.reason());
        } else if (event instanceof NodeEvent.Stalled e) {
            return peer("stalled", e.name(), e.node())
                    .add("subscription", e.subscription())
                    .add("topic", e.topic())
                    .add("millis", e.millis());
        } else if (event instanceof NodeEvent.SubscriberCut e) {
            return peer("subscriber-cut", e.name(), e.node()).add("subscription", e.subscription());
        } else if (event instanceof NodeEvent.SubscriptionCut e) {
            return peer("subscription-cut", e.name(), e.by()).add("subscription", e.subscription());
        } else if (event instanceof NodeEvent.AccessRefused e) {
            return peer("access-refused", e.name(), e.peer())
                    .add("permission", e.refusal().permission())
                    .add("subject", e.refusal().subject())
                    .add("rule", e.refusal().rule())
                    .add("by", e.refusal().isByPeer() ? "peer" : "this-node");
        }
        return ownLine(event);
    }

    /** Events that concern this node rather than a peer. */
    private static Line ownLine(NodeEvent event) {
        if (event instanceof NodeEvent.Listening e) {
            return new Line("listening").add("endpoint", e.endpoint());
        } else if (event instanceof NodeEvent.DialFailed e) {
            Line line = new Line("unreachable").add("endpoint", e.endpoint());
            e.peer().ifPresent(id -> line.add("id", id));
            return line.add("reason", e.reason());
        } else if (event instanceof NodeEvent.TransportArrived e) {
            return new Line("transport-arrived").add("scheme", e.scheme());
        } else if (event instanceof NodeEvent.TransportLeft e) {
            return new Line("transport-left").add("scheme", e.scheme());
        } else if (event instanceof NodeEvent.Refused e) {
            return new Line("refused")
                    .add("from", e.from())
                    .add("counter", e.counter())
                    .add("reason", e.reason());
        } else if (event instanceof NodeEvent.HandlerStalled e) {
            return new Line("handler-stalled").add("what", e.what()).add("millis", e.millis());
        } else if (event instanceof NodeEvent.HandlerFailed e) {
            return new Line("handler-failed").add("what", e.what()).add("error", SingleLine.of(e.error()));
        } else if (event instanceof NodeEvent.Reconfigured e) {
            return new Line("reconfigured")
                    .add("changed", String.join(",", e.changed()))
                    .add("kept", String.join(",", e.kept()));
        } else if (event instanceof CredentialsChanged e) {
            return new Line("credentials-changed").add("expiry", e.expiry());
        } else if (event instanceof CredentialsRefused e) {
            return new Line("credentials-refused").add("reason", e.reason());
        } else if (event instanceof CredentialsExpiring e) {
            return new Line("credentials-expiring").add("expiry", e.expiry());
        } else if (event instanceof NodeEvent.DuplicateId e) {
            return new Line("duplicate-id").add("other", e.other());
        }
        return new Line("other").add("what", event);
    }

    private static Line peer(String kind, String name, Object id) {
        return new Line(kind).add("name", name).add("id", id);
    }

    /** {@return the value as it is printed after {@code key=}} */
    static String quoted(String value) {
        boolean plain = !value.isEmpty()
                && value.codePoints()
                        .noneMatch(c -> c == '"'
                                || c == '\\'
                                || c == '\u2028'
                                || c == '\u2029'
                                || Character.isWhitespace(c)
                                || Character.isISOControl(c));
        return plain ? value : Json.string(value);
    }

    /** One event being written. */
    private static final class Line {

        private final StringBuilder text;

        Line(String kind) {
            text = new StringBuilder("EVENT ").append(kind);
        }

        Line add(String key, Object value) {
            text.append(' ').append(key).append('=').append(quoted(value.toString()));
            return this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
