package chaski.security.grants;

import java.util.Collection;
import java.util.Comparator;

/** Finds the word that a misspelled one is nearest to, by Levenshtein's distance. */
final class NearestWord {

    private static final int LONGEST = 100;

    private NearestWord() {}

    static String to(String written, Collection<String> words) {
        String compared = written.substring(0, Math.min(written.length(), LONGEST));
        return words.stream()
                .min(Comparator.comparingInt(word -> distance(compared, word)))
                .orElseThrow();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (i > 0 && a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = i == 0 ? j : Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
