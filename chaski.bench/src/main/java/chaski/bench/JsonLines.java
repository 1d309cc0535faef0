package chaski.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints one JSON object per line: first the environment, then each contender with each load. */
final class JsonLines implements Report {

    private final PrintWriter out;

    JsonLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(Options options) {
        out.printf(
                Locale.ROOT,
                "{\"event\":\"begin\",\"java\":%s,\"processors\":%d,\"loadAverage\":%.2f,\"jvm\":%s,\"rounds\":%d,\"warmUpSeconds\":%.3f,"
                        + "\"measureSeconds\":%.3f}%n",
                quote(Runtime.version().toString()),
                Runtime.getRuntime().availableProcessors(),
                Meter.loadAverage(),
                quote(String.join(" ", JvmCommand.HEAP)),
                options.rounds(),
                options.warmUp().toNanos() / 1e9,
                options.measure().toNanos() / 1e9);
    }

    @Override
    public void begin(Workload workload) {
        // each line names its workload
    }

    @Override
    public void recording(Path file) {
        try {
            CpuProfile profile = CpuProfile.read(file);
            out.println("{\"event\":\"profile\",\"file\":" + quote(file.toString()) + ",\"running\":"
                    + json(profile.running()) + ",\"native\":" + json(profile.inNative()) + ",\"allocated\":"
                    + json(profile.allocated()) + "}");
        } catch (IOException e) {
            out.println("{\"event\":\"profile\",\"file\":" + quote(file.toString()) + ",\"error\":"
                    + quote(String.valueOf(e.getMessage())) + "}");
        }
    }

    @Override
    public void load(Workload workload, List<Series> all) {
        Optional<Series> reference = Report.reference(all);
        for (Series series : all) {
            StringBuilder line = new StringBuilder("{\"event\":\"result\",\"workload\":" + quote(workload.name())
                    + ",\"contender\":" + quote(series.contender()) + ","
                    + series.load().json()
                    + ",\"rounds\":" + series.samples().size());
            for (Metric metric : workload.metrics()) {
                series.spread(metric).ifPresent(spread -> line.append(",\"" + metric.key() + "\":" + json(spread)));
            }
            Metric first = workload.metrics().get(0);
            reference
                    .flatMap(other -> series.ratio(other, first))
                    .ifPresent(ratio -> line.append(",\"ratio\":" + json(ratio)));
            line.append(",\"failures\":["
                    + series.failures().stream().map(JsonLines::quote).collect(Collectors.joining(","))
                    + "]}");
            out.println(line);
        }
        out.flush();
    }

    /** Writes a JSON string; everything but printable ASCII is escaped. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String json(List<CpuProfile.Share> shares) {
        return shares.stream()
                .map(share -> "{\"name\":" + quote(share.name()) + ",\"percent\":" + number(share.percent()) + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String json(Spread spread) {
        return "{\"median\":" + number(spread.median()) + ",\"min\":" + number(spread.min()) + ",\"max\":"
                + number(spread.max()) + "}";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
