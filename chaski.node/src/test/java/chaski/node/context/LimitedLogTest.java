package chaski.node.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitedLogTest {

    /** A foreign logger that fails for lack of a descriptor to open its file. */
    private static final class FailingLogger implements System.Logger {

        private int attempts;

        @Override
        public String getName() {
            return "failing";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String text, Throwable thrown) {
            throw new AssertionError("not called");
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, Object... parameters) {
            attempts++;
            throw new NoClassDefFoundError("of the logger");
        }
    }

    @Test
    void aLoggerThatFailsHarmsNobodyWhoHasSomethingToReport() {
        FailingLogger logger = new FailingLogger();
        LimitedLog log = new LimitedLog(logger, "a", () -> 0);

        assertThat(log.log(Level.WARNING, "kind", "subject", "text")).isFalse();
        assertThat(logger.attempts).isEqualTo(1);
    }
}
