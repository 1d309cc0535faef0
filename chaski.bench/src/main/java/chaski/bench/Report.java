package chaski.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Receives results as they arrive. */
interface Report {

    /** The benchmark begins. */
    void begin(Options options);

    /** A workload begins. */
    void begin(Workload workload);

    /** A process has written a flight recording. */
    void recording(Path file);

    /** All rounds of all contenders with one load have ended. */
    void load(Workload workload, List<Series> all);

    /** Finds the series with which the others are compared. */
    static Optional<Series> reference(List<Series> all) {
        return all.stream()
                .filter(series -> series.contender().equals(series.load().reference()))
                .findFirst();
    }
}
