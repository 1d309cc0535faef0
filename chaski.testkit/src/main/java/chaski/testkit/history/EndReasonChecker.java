package chaski.testkit.history;

import chaski.testkit.history.HistoryEvent.EndReported;
import chaski.testkit.history.HistoryEvent.LinkLost;
import chaski.testkit.history.HistoryEvent.Lost;
import chaski.testkit.history.HistoryEvent.NodeClosing;
import chaski.testkit.history.HistoryEvent.NodeDied;
import chaski.testkit.history.HistoryEvent.SessionBegan;
import chaski.testkit.history.HistoryEvent.SessionEnded;
import chaski.testkit.history.HistoryEvent.TransportAway;
import chaski.testkit.history.HistoryEvent.TransportBack;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Checks that each session ended for a reason that the facts support. */
final class EndReasonChecker {

    private final ProgressChecker progress;
    private final ViolationCollector findings;
    private final Map<String, Set<String>> nodes = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Set<SessionSide> ended = new HashSet<>();
    private final Set<SessionSide> withoutLink = new HashSet<>();
    /** For how long publishers had waited when a session ended; the report of its end comes later. */
    private final Map<SessionSide, Duration> waits = new HashMap<>();

    private final Set<SessionSide> withLoss = new HashSet<>();

    /**
     * Nodes without a transport, and for each session side whether its peer was such a node since the link was lost.
     */
    private final Set<String> away = new HashSet<>();

    private final Set<SessionSide> peerWasAway = new HashSet<>();

    EndReasonChecker(ProgressChecker progress, ViolationCollector findings) {
        this.progress = progress;
        this.findings = findings;
    }

    void apply(HistoryEvent event) {
        if (event instanceof SessionBegan began) {
            nodes.computeIfAbsent(began.session(), s -> new HashSet<>()).add(began.node());
        } else if (event instanceof SessionEnded end) {
            ended.add(new SessionSide(end.session(), end.node()));
            waits.put(new SessionSide(end.session(), end.node()), progress.waitOf(end.node()));
        } else if (event instanceof LinkLost lost) {
            SessionSide side = new SessionSide(lost.session(), lost.node());
            withoutLink.add(side);
            peerWasAway.remove(side);
            if (peers(side).anyMatch(away::contains)) {
                peerWasAway.add(side);
            }
        } else if (event instanceof TransportAway left) {
            away.add(left.node());
            withoutLink.stream()
                    .filter(side -> peers(side).anyMatch(left.node()::equals))
                    .forEach(peerWasAway::add);
        } else if (event instanceof TransportBack back) {
            away.remove(back.node());
        } else if (event instanceof NodeClosing closing) {
            gone.add(closing.node());
        } else if (event instanceof NodeDied died) {
            gone.add(died.node());
        } else if (event instanceof Lost lost) {
            withLoss.add(new SessionSide(lost.session(), lost.publisher().node()));
        } else if (event instanceof EndReported reported) {
            check(reported);
        }
    }

    private void check(EndReported end) {
        SessionSide here = new SessionSide(end.session(), end.node());
        boolean peerGone =
                peers(here).anyMatch(n -> gone.contains(n) || ended.contains(new SessionSide(end.session(), n)));
        boolean hadOutage = withoutLink.contains(here);
        boolean legitimate =
                switch (end.reason()) {
                    case CLOSED -> gone.contains(end.node());
                    case PEER_ENDED -> peerGone;
                    case OUTAGE -> hadOutage && (peerGone || !progress.isCalm());
                    case STALL -> hadOutage && waited(end) && (peerGone || !progress.isCalm());
                    // a notice that a transport leaves does not arrive when the link was lost before
                    case DOUBT -> (peerGone || peerWasAway.contains(here)) && waited(end);
                    case UNNEEDED -> !withLoss.contains(here);
                    case OTHER -> false;
                };
        if (!legitimate) {
            findings.add(
                    HistoryViolation.Kind.ENDED_WITHOUT_REASON,
                    "session " + end.session() + " ended at " + end.node() + " as " + end.reason() + " after "
                            + end.limit() + ", but " + facts(peerGone, hadOutage, end));
        }
    }

    private Stream<String> peers(SessionSide side) {
        return nodes.getOrDefault(side.session(), Set.of()).stream().filter(n -> !n.equals(side.node()));
    }

    private boolean waited(EndReported end) {
        return waitAt(end).compareTo(end.limit()) >= 0;
    }

    private Duration waitAt(EndReported end) {
        return waits.getOrDefault(new SessionSide(end.session(), end.node()), Duration.ofNanos(-1));
    }

    private String facts(boolean peerGone, boolean hadOutage, EndReported end) {
        Duration wait = waitAt(end);
        return "the node " + (gone.contains(end.node()) ? "closes" : "continues") + ", the peer "
                + (peerGone ? "has ended it" : "continues") + ", "
                + (hadOutage ? "it lost its link" : "it kept its link")
                + ", and " + (wait.isNegative() ? "no publisher waited" : "a publisher had waited " + wait);
    }
}
