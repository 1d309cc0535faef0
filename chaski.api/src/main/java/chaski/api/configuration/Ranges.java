package chaski.api.configuration;

import chaski.api.ConfigurationException;
import java.time.Duration;

/** Checks values of configurations; the error names the key, the range and the value. */
public final class Ranges {

    private Ranges() {}

    /**
     * Checks a number.
     *
     * @param key the key that the error names
     * @param value the number
     * @param least the least valid number
     * @param most the greatest valid number
     * @return the number
     */
    public static int check(String key, int value, int least, int most) {
        check(key, (long) value, least, most);
        return value;
    }

    /**
     * Checks a large number.
     *
     * @param key the key that the error names
     * @param value the number
     * @param least the least valid number
     * @param most the greatest valid number
     * @return the number
     */
    public static long check(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw refused(key, least, most, value);
        }
        return value;
    }

    /**
     * Checks a time.
     *
     * @param key the key that the error names
     * @param value the time
     * @param least the shortest valid time
     * @param most the longest valid time
     * @return the time
     */
    public static Duration check(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw refused(key, least, most, value);
        }
        return value;
    }

    private static ConfigurationException refused(String key, Object least, Object most, Object value) {
        return new ConfigurationException(key + ": expected " + least + " to " + most + ", got " + value);
    }
}
