package chaski.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequenceRecorderTest {

    @Test
    void missingRepeatedLateAndDamagedMessagesAreCounted() throws IOException {
        try (SequenceRecorder tally = new SequenceRecorder(Optional.empty())) {
            tally.count(1, true);
            tally.count(2, true);
            tally.count(2, true);
            tally.count(5, true);
            tally.count(4, true);
            tally.count(6, false);

            assertThat(tally.received()).isEqualTo(6);
            assertThat(tally.lost(7)).isEqualTo(2);
            assertThat(tally.repeated()).isEqualTo(1);
            assertThat(tally.reordered()).isEqualTo(1);
            assertThat(tally.damaged()).isEqualTo(1);
        }
    }

    @Test
    void transcriptHasEverySequenceNumberInTheOrderOfArrival(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("C.txt");
        try (SequenceRecorder tally = new SequenceRecorder(Optional.of(file))) {
            tally.count(1, true);
            tally.count(3, true);
            tally.count(3, true);
        }

        assertThat(Files.readAllLines(file)).containsExactly("1", "3", "3");
    }

    @Test
    void outcomeIsExactOnlyWithoutAnyFault() {
        assertThat(new DemoResult(3, 9, 18, 0, 0, 0, 0, 4, 2, List.of()).exact())
                .isTrue();
        assertThat(new DemoResult(3, 9, 17, 1, 0, 0, 0, 4, 2, List.of()).exact())
                .isFalse();
        assertThat(new DemoResult(3, 9, 19, 0, 1, 0, 0, 4, 2, List.of()).exact())
                .isFalse();
        assertThat(new DemoResult(3, 9, 18, 0, 0, 1, 0, 4, 2, List.of()).exact())
                .isFalse();
        assertThat(new DemoResult(3, 9, 18, 0, 0, 0, 1, 4, 2, List.of()).exact())
                .isFalse();
    }
}
