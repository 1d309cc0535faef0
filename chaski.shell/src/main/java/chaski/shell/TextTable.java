package chaski.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A table. On a terminal it has a header and aligned columns; elsewhere, for example in a pipe, it has neither, and its columns are
 * separated by tabs. Not thread-safe.
 */
final class TextTable {

    private static final String GAP = "  ";

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... header) {
        this.header = List.of(header);
    }

    /** Adds a row; values are printed in one line each. */
    TextTable row(Object... values) {
        List<String> row = new ArrayList<>();
        for (Object value : values) {
            row.add(ShellText.line(value.toString()));
        }
        if (row.size() != header.size()) {
            throw new IllegalArgumentException("expected " + header.size() + " values, got " + row);
        }
        rows.add(List.copyOf(row));
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print(PrintStream out, boolean terminal) {
        if (!terminal) {
            rows.forEach(row -> out.println(String.join("\t", row)));
            return;
        }
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        int[] widths = new int[header.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        all.forEach(row -> out.println(aligned(row, widths)));
    }

    private static String aligned(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i))
                    .append(" ".repeat(widths[i] - row.get(i).length()))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
