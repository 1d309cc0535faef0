package chaski.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints tables for people: medians, and the range in brackets. */
final class Table implements Report {

    private static final String NAME_FORMAT = "%10s  %-14s";
    private static final String RATIO_TITLE = "x first";

    /** Digits of a ratio; its title is longer. */
    private static final int RATIO_DIGITS = 5;

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
        StringBuilder head = new StringBuilder(String.format(NAME_FORMAT, "load", "contender"));
        workload.metrics().forEach(metric -> head.append(column(metric.title(), metric.digits(), metric.title(), "")));
        head.append(column(RATIO_TITLE, RATIO_DIGITS, RATIO_TITLE, ""));
        out.println(head.toString().stripTrailing());
    }

    @Override
    public void recording(Path file) {
        try {
            CpuProfile.read(file).print(out);
        } catch (IOException e) {
            out.println("  cannot read " + file + ": " + e.getMessage());
        }
    }

    @Override
    public void load(Workload workload, List<Series> all) {
        Optional<Series> reference = Report.reference(all);
        for (Series series : all) {
            StringBuilder row =
                    new StringBuilder(String.format(NAME_FORMAT, series.load().label(), series.contender()));
            workload.metrics().forEach(metric -> row.append(cell(series.spread(metric), metric)));
            Metric first = workload.metrics().get(0);
            row.append(ratio(reference.flatMap(other -> series.ratio(other, first))));
            out.println(row.toString().stripTrailing());
            series.failures().forEach(failure -> out.println("           FAILED " + failure));
        }
        out.flush();
    }

    private static String cell(Optional<Spread> spread, Metric metric) {
        return column(
                metric.title(),
                metric.digits(),
                spread.map(s -> metric.show(s.median())).orElse(NONE),
                spread.map(s -> range(metric.show(s.min()), metric.show(s.max())))
                        .orElse(""));
    }

    private static String ratio(Optional<Spread> spread) {
        return column(
                RATIO_TITLE,
                RATIO_DIGITS,
                spread.map(s -> twoDigits(s.median())).orElse(NONE),
                spread.map(s -> range(twoDigits(s.min()), twoDigits(s.max()))).orElse(""));
    }

    private static String range(String min, String max) {
        return "[" + min + " - " + max + "]";
    }

    /** Places a figure below its title, and its range to the right of it. */
    private static String column(String title, int digits, String figure, String range) {
        int figureWidth = Math.max(title.length(), digits);
        int rangeWidth = 2 * digits + "[ - ]".length();
        return String.format("  %" + figureWidth + "s %-" + rangeWidth + "s", figure, range);
    }

    private static String twoDigits(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
