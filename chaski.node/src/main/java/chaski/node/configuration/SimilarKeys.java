package chaski.node.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the most similar key, by the least number of characters to insert, delete, replace or swap. */
final class SimilarKeys {

    private SimilarKeys() {}

    /** {@return the candidate nearest to what was written, whatever its case; of several the first} */
    static String to(String written, Collection<String> candidates) {
        String folded = folded(written);
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(folded, folded(candidate))))
                .orElseThrow();
    }

    private static String folded(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(".", "");
    }

    /** The optimal string alignment distance. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, d);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int i, int j, int[][] d) {
        int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + changed);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
