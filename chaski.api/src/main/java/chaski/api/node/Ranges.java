package chaski.api.node;

import chaski.api.ConfigurationException;
import java.time.Duration;

/** Checks values of configurations; the error names the key, the range and the value. */
final class Ranges {

    private Ranges() {}

    static void check(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ConfigurationException(key + ": expected " + least + " to " + most + ", got " + value);
        }
    }

    static void check(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new ConfigurationException(key + ": expected " + least + " to " + most + ", got " + value);
        }
    }
}
