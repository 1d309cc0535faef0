package chaski.remote.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects the nearest exporter. It keeps its choice until another one has been twice as near for half a minute, or the choice is no
 * longer a candidate. Guarded by the directory.
 */
final class NearestExporter {

    private static final long PATIENCE_NS = 30_000_000_000L;

    private final NodeDistance distance;
    private @Nullable Exporter current;
    private @Nullable Exporter challenger;
    private long sinceNs;

    NearestExporter(NodeDistance distance) {
        this.distance = distance;
    }

    Exporter choose(List<Exporter> candidates, long nowNs) {
        Exporter best = candidates.get(0);
        for (Exporter candidate : candidates) {
            best = rttNs(candidate) < rttNs(best) ? candidate : best;
        }
        Exporter now = current;
        if (now == null || !candidates.contains(now)) {
            return take(best);
        }
        if (rttNs(best) >= rttNs(now) / 2) {
            challenger = null;
            return now;
        }
        if (!best.equals(challenger)) {
            challenger = best;
            sinceNs = nowNs;
        }
        return nowNs - sinceNs >= PATIENCE_NS ? take(best) : now;
    }

    private Exporter take(Exporter exporter) {
        current = exporter;
        challenger = null;
        return exporter;
    }

    private long rttNs(Exporter exporter) {
        return exporter.channel().isLocal()
                ? 0
                : distance.rttNs(exporter.channel().node());
    }
}
