package chaski.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the time of one process was spent, by the flight recorder's samples. An overview; the recording has the
 * details. The control thread, which starts and then waits, is left out.
 *
 * @param file the recording
 * @param running the methods that were innermost most often, with the thread's name
 * @param inNative the same for native methods; a thread that waits in a system call is counted, too
 * @param allocated the classes for which most memory was allocated
 */
record CpuProfile(Path file, List<Share> running, List<Share> inNative, List<Share> allocated) {

    private static final int MOST = 12;

    private static final String CONTROL_THREAD = "main";

    /** A name and its share of its list. */
    record Share(String name, double percent) {}

    CpuProfile {
        running = List.copyOf(running);
        inNative = List.copyOf(inNative);
        allocated = List.copyOf(allocated);
    }

    static CpuProfile read(Path file) throws IOException {
        Map<String, Long> running = new HashMap<>();
        Map<String, Long> inNative = new HashMap<>();
        Map<String, Long> allocated = new HashMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                switch (event.getEventType().getName()) {
                    case "jdk.ExecutionSample" -> count(event, running);
                    case "jdk.NativeMethodSample" -> count(event, inNative);
                    case "jdk.ObjectAllocationSample" ->
                        allocated.merge(event.getClass("objectClass").getName(), event.getLong("weight"), Long::sum);
                    default -> {
                        // the recording contains other events, too
                    }
                }
            }
        }
        return new CpuProfile(file, most(running), most(inNative), most(allocated));
    }

    void print(PrintWriter out) {
        out.println("  " + file);
        print(out, "running", running);
        print(out, "native or waiting", inNative);
        print(out, "allocated", allocated);
    }

    private static void print(PrintWriter out, String title, List<Share> shares) {
        out.println("    " + title);
        shares.forEach(share -> out.printf(Locale.ROOT, "      %5.1f %%  %s%n", share.percent(), share.name()));
    }

    private static void count(RecordedEvent event, Map<String, Long> counts) {
        RecordedThread thread = event.getThread("sampledThread");
        String name = thread == null ? "?" : String.valueOf(thread.getJavaName());
        RecordedStackTrace trace = event.getStackTrace();
        if (trace != null && !trace.getFrames().isEmpty() && !name.equals(CONTROL_THREAD)) {
            RecordedMethod method = trace.getFrames().get(0).getMethod();
            counts.merge(name + ": " + method.getType().getName() + "." + method.getName(), 1L, Long::sum);
        }
    }

    private static List<Share> most(Map<String, Long> counts) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .map(entry -> new Share(entry.getKey(), 100.0 * entry.getValue() / all))
                .toList();
    }
}
