package chaski.node.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MessagePositionsTest {

    private static final long SEED = 20_261_201;

    private final MessagePositions positions = new MessagePositions();

    @Test
    void positionIsTakenOnce() {
        positions.add(1, 0);
        positions.add(2, 30);

        assertThat(positions.take(1)).isZero();
        assertThat(positions.take(1)).isEqualTo(-1);
        assertThat(positions.take(2)).isEqualTo(30);
        assertThat(positions.take(3)).isEqualTo(-1);
    }

    @Test
    void messageThatIsWrittenAgainHasItsLastPosition() {
        positions.add(1, 10);
        positions.add(1, 20);

        assertThat(positions.take(1)).isEqualTo(20);
    }

    @Test
    void acknowledgedMessageIsNotKnown() {
        positions.add(1, 10);
        positions.add(2, 20);
        positions.add(3, 30);
        positions.removeBefore(30);

        assertThat(positions.take(2)).isEqualTo(-1);
        assertThat(positions.take(3)).isEqualTo(30);
    }

    @Test
    void behavesAsAnOrderedMap() {
        Random random = new Random(SEED);
        TreeMap<Long, Long> expected = new TreeMap<>();
        long sequence = 0;
        long position = 0;
        for (int i = 0; i < 100_000; i++) {
            int choice = random.nextInt(10);
            if (choice < 6) {
                sequence += 1 + random.nextInt(2);
                position += random.nextInt(50);
                positions.add(sequence, position);
                expected.put(sequence, position);
            } else if (choice < 9) {
                long wanted = sequence - random.nextInt(40);
                Long known = expected.remove(wanted);
                assertThat(positions.take(wanted)).as("seed %d", SEED).isEqualTo(known == null ? -1 : known);
            } else {
                long acknowledged = position - random.nextInt(i % 1_000 < 500 ? 100 : 20_000);
                positions.removeBefore(acknowledged);
                expected.values().removeIf(known -> known < acknowledged);
            }
        }
    }
}
