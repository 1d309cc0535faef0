package chaski.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Describes an argument that a command does not know, and suggests the command or option of the nearest spelling. */
final class UnknownArgument {

    private UnknownArgument() {}

    /** {@return one line: the unknown argument, the most similar known name, and how to get help} */
    static String describe(UnmatchedArgumentException error) {
        String argument = error.getUnmatched().get(0);
        CommandSpec command = error.getCommandLine().getCommandSpec();
        boolean option = argument.startsWith("-");
        String kind = option ? "option" : command.subcommands().isEmpty() ? "argument" : "command";
        String written = option ? argument.split("=", 2)[0] : argument;
        Optional<String> meant = kind.equals("argument") ? Optional.empty() : nearest(written, known(command, option));
        return "unknown " + kind + " '" + written + "'"
                + meant.map(name -> ", did you mean '" + name + "'?").orElse(";") + " See " + command.qualifiedName()
                + " --help";
    }

    private static Collection<String> known(CommandSpec command, boolean option) {
        return option
                ? command.options().stream().flatMap(o -> Stream.of(o.names())).toList()
                : List.copyOf(command.subcommands().keySet());
    }

    /** {@return the candidate of the nearest spelling, unless more than half of its letters are wrong} */
    private static Optional<String> nearest(String written, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> distance(written, candidate) * 2 <= Math.max(letters(written), letters(candidate)))
                .min(Comparator.<String>comparingInt(candidate -> distance(written, candidate))
                        .thenComparingInt(candidate -> Math.abs(candidate.length() - written.length()))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int letters(String name) {
        return name.replace("-", "").length();
    }

    /**
     * The optimal string alignment distance: how many characters to insert, drop, replace or swap with their neighbour.
     */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : least(a, b, i, j, d);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int least(String a, String b, int i, int j, int[][] d) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
