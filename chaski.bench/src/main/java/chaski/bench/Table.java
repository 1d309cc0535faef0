package chaski.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints tables for people: medians, and from the least to the greatest in brackets. */
final class Table implements Report {

    private static final String NAME_FORMAT = "%9s  %-14s";
    private static final String FIGURE_FORMAT = "  %13s %-27s";
    private static final String NONE = "-";

    private final PrintWriter out;

    Table(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(Options options) {
        out.printf(
                Locale.ROOT,
                "Java %s, %d processors, load average %.2f before the start, child JVMs with %s%n"
                        + "median [least - greatest] of %d rounds of %.1f s after a warm-up of %.1f s; contenders take"
                        + " turns%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Meter.loadAverage(),
                String.join(" ", JvmCommand.HEAP),
                options.rounds(),
                options.measure().toNanos() / 1e9,
                options.warmUp().toNanos() / 1e9);
    }

    @Override
    public void begin(Workload workload) {
        out.printf("%n%s: %s%n", workload, workload.description());
        StringBuilder head = new StringBuilder(String.format(NAME_FORMAT, "payload", "contender"));
        workload.metrics().forEach(metric -> head.append(String.format(FIGURE_FORMAT, metric.title(), "")));
        head.append(String.format(FIGURE_FORMAT, "x " + Contender.REFERENCE, ""));
        out.println(head.toString().stripTrailing());
    }

    @Override
    public void recording(Path file) {
        try {
            Profile.read(file).print(out);
        } catch (IOException e) {
            out.println("  cannot read " + file + ": " + e.getMessage());
        }
    }

    @Override
    public void payload(Workload workload, List<Series> all) {
        Optional<Series> reference = Report.reference(all);
        for (Series series : all) {
            StringBuilder row =
                    new StringBuilder(String.format(NAME_FORMAT, bytes(series.payloadBytes()), series.contender()));
            workload.metrics().forEach(metric -> row.append(cell(series.spread(metric), metric)));
            Metric first = workload.metrics().get(0);
            row.append(ratio(reference.flatMap(other -> series.ratio(other, first))));
            out.println(row.toString().stripTrailing());
            series.failures().forEach(failure -> out.println("           FAILED " + failure));
        }
        out.flush();
    }

    private static String cell(Optional<Spread> spread, Metric metric) {
        return spread.map(s -> cell(metric.show(s.median()), metric.show(s.min()), metric.show(s.max())))
                .orElse(String.format(FIGURE_FORMAT, NONE, ""));
    }

    private static String ratio(Optional<Spread> spread) {
        return spread.map(s -> cell(twoDigits(s.median()), twoDigits(s.min()), twoDigits(s.max())))
                .orElse(String.format(FIGURE_FORMAT, NONE, ""));
    }

    private static String cell(String median, String min, String max) {
        return String.format(FIGURE_FORMAT, median, "[" + min + " - " + max + "]");
    }

    private static String twoDigits(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    private static String bytes(int count) {
        return count % 1024 == 0 ? count / 1024 + " KiB" : count + " B";
    }
}
