package chaski.node.context;

import chaski.api.node.CredentialsExpiring;
import chaski.api.node.CredentialsRefused;
import chaski.api.node.NodeEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Logs the events that need attention, one line each with the reason and possible remedies. At most one line a minute
 * is written of the same kind and subject; the next one states how many were suppressed. {@code docs/OPERATIONS.md}
 * lists the lines. Confined to the thread that delivers events.
 */
public final class EventLog implements Consumer<NodeEvent> {

    private static final Logger LOG = System.getLogger(EventLog.class.getName());

    private static final Pattern PORT = Pattern.compile(":\\d+$");
    private static final Pattern CALL = Pattern.compile("^call \\d+ ");

    private final LimitedLog log;

    public EventLog(String node, LongSupplier clock) {
        this.log = new LimitedLog(LOG, node, clock);
    }

    /**
     * The log line of an event.
     *
     * @param subject what it is about: events of one subject share a line a minute
     * @param text the line
     */
    private record Entry(String subject, String text) {

        static Entry about(Object subject, String text) {
            return new Entry(subject.toString(), text);
        }
    }

    @Override
    public void accept(NodeEvent event) {
        Entry entry = entry(event);
        if (entry == null) {
            return;
        }
        boolean written =
                log.log(level(event.severity()), event.getClass().getSimpleName(), entry.subject(), entry.text());
        if (written && event instanceof NodeEvent.HandlerFailed failed) {
            LOG.log(Level.DEBUG, failed.what(), failed.error());
        }
    }

    private static Level level(NodeEvent.Severity severity) {
        return switch (severity) {
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.ERROR;
        };
    }

    private static @Nullable Entry entry(NodeEvent event) {
        if (event instanceof NodeEvent.DialFailed e) {
            return dialFailed(e);
        } else if (event instanceof NodeEvent.PairingFailed e) {
            return Entry.about(
                    e.peer(),
                    "shares a topic with " + e.name() + " and has no link to it: " + e.reason()
                            + "; check advertise, the transports and limits.peers of both, and firewalls");
        } else if (event instanceof NodeEvent.Refused e) {
            return Entry.about(e.counter() + ' ' + withoutPort(e.from()), refused(e));
        } else if (event instanceof NodeEvent.SessionLost e) {
            return sessionLost(e);
        } else if (event instanceof NodeEvent.PeerDown e) {
            return e.left() ? null : Entry.about(e.peer() + e.reason(), e.name() + " is down: " + e.reason());
        } else if (event instanceof NodeEvent.PeerInDoubt e) {
            return Entry.about(
                    e.peer(),
                    "the process of " + e.name() + " seems to have ended: " + e.reason()
                            + "; publishers and calls do not wait for it until it is found alive");
        } else if (event instanceof NodeEvent.DuplicateId e) {
            return Entry.about(
                    e.other(),
                    "another node runs with this id: " + e.other()
                            + "; stop one of them, or give it another id, or none; this one keeps running, and is"
                            + " accepted when the id is free");
        }
        return event instanceof NodeEvent.CredentialsEvent e ? credentials(e) : ofUserCode(event);
    }

    private static @Nullable Entry credentials(NodeEvent.CredentialsEvent event) {
        if (event instanceof CredentialsRefused e) {
            return Entry.about(
                    "", "new credentials are not used: " + e.reason() + "; it continues with the present ones");
        } else if (event instanceof CredentialsExpiring e) {
            return e.at().isBefore(e.expiry())
                    ? Entry.about("", "the certificate of this node expires at " + e.expiry() + "; renew it before")
                    : Entry.about(
                            "expired",
                            "the certificate of this node expired at " + e.expiry() + ": no node accepts it; renew it");
        }
        return null; // a change is no reason for attention
    }

    private static @Nullable Entry ofUserCode(NodeEvent event) {
        if (event instanceof NodeEvent.HandlerFailed e) {
            return Entry.about(
                    withoutNumber(e.what()),
                    e.what() + " failed: " + e.error()
                            + "; it is not called again for this: correct it, or give an onError");
        } else if (event instanceof NodeEvent.HandlerStalled e) {
            return Entry.about(
                    withoutNumber(e.what()),
                    e.what() + " has not returned for " + e.millis()
                            + " ms; find what blocks it, and hand long work to another thread");
        } else if (event instanceof NodeEvent.Stalled e) {
            return Entry.about(
                    e.node() + e.subscription().toString(),
                    "a publisher of " + e.topic() + " has waited " + e.millis() + " ms for the subscription "
                            + e.subscription() + " of " + e.name() + ", which takes nothing, and so do its other"
                            + " subscribers; let it take messages, give it a"
                            + " larger queueBytes, close it, or have it cut by"
                            + " PublisherOptions.slowSubscriber");
        } else if (event instanceof NodeEvent.SubscriberCut e) {
            return Entry.about(
                    e.node() + e.subscription().toString(),
                    "cut the subscription " + e.subscription() + " of " + e.name()
                            + ", which gave no room for longer than a publisher waits"
                            + " (PublisherOptions.slowSubscriber)");
        } else if (event instanceof NodeEvent.AccessRefused e) {
            String about = e.peer() + " " + e.refusal().isByPeer() + " " + e.refusal();
            return e.refusal().isByPeer()
                    ? Entry.about(
                            about,
                            e.name() + " refuses this node: " + e.refusal() + "; have it granted there, or do without")
                    : Entry.about(
                            about,
                            "refused to " + e.name() + ": " + e.refusal()
                                    + "; grant it here if it is meant to be allowed");
        } else if (event instanceof NodeEvent.SubscriptionCut e) {
            return Entry.about(
                    e.by() + e.subscription().toString(),
                    "the subscription " + e.subscription() + " was cut by a publisher of " + e.name()
                            + ": it gave no room for longer than that waits; take messages faster, or give it a larger"
                            + " queueBytes, and subscribe again");
        }
        return null;
    }

    /** All messages of a failing handler, and all calls of a failing method, share one subject. */
    private static String withoutNumber(String what) {
        int message = what.indexOf(", message ");
        return message >= 0 ? what.substring(0, message) : CALL.matcher(what).replaceFirst("call ");
    }

    /** Each connection of a remote host has another port. */
    private static String withoutPort(String address) {
        return PORT.matcher(address).replaceFirst("");
    }

    private static Entry dialFailed(NodeEvent.DialFailed e) {
        String expected = e.peer().map(id -> " of node " + id.shortForm()).orElse("");
        return Entry.about(
                e.endpoint(),
                "cannot reach " + e.endpoint() + expected + ": " + e.reason()
                        + "; dialling continues: check the endpoint, what the other node listens on and advertises,"
                        + " and firewalls");
    }

    private static Entry sessionLost(NodeEvent.SessionLost e) {
        long count = e.ranges().stream().mapToLong(NodeEvent.LostRange::count).sum();
        return Entry.about(
                e.peer(),
                count + " messages to " + e.name() + " were not confirmed: " + e.reason()
                        + "; each may have been delivered: publish again what must arrive");
    }

    private static String refused(NodeEvent.Refused e) {
        String counter = e.counter();
        String from = e.from();
        if (counter.equals("listen.failed")) {
            return "cannot listen on " + from + ": " + e.reason()
                    + "; it is tried again: free the port, or choose another endpoint";
        } else if (counter.equals("errors.reportedByPeers")) {
            return from + " closed the link with an error: " + e.reason() + "; compare the versions of both nodes";
        } else if (counter.startsWith("dial.")) {
            return from + " refused this node, " + counter + ": " + e.reason();
        } else if (counter.startsWith("calls.") || counter.startsWith("streams.")) {
            return "refused a call of " + from + ", " + counter + ": " + e.reason();
        }
        return "refused " + from + ", " + counter + ": " + e.reason();
    }
}
