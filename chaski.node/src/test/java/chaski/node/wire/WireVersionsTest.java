package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireVersionsTest {

    @ParameterizedTest
    @CsvSource({"1,1, 1,1, 1", "1,2, 1,1, 1", "1,3, 2,5, 3", "2,2, 1,255, 2", "1,3, 3,4, 3"})
    void highestVersionThatBothSupportIsUsed(int lowest, int highest, int otherLowest, int otherHighest, int common) {
        WireVersions one = new WireVersions(lowest, highest);
        WireVersions other = new WireVersions(otherLowest, otherHighest);

        assertThat(one.common(other)).isEqualTo(OptionalInt.of(common));
        assertThat(other.common(one)).isEqualTo(OptionalInt.of(common));
    }

    @Test
    void sidesThatShareNoneLearnWhichNodeToUpdate() {
        WireVersions older = new WireVersions(1, 1);
        WireVersions newer = new WireVersions(2, 3);

        assertThat(older.common(newer)).isEmpty();
        assertThat(newer.common(older)).isEmpty();
        assertThat(older.mismatch(newer))
                .isEqualTo(
                        "no common wire version: this node supports 1, the other node 2 to 3; update Chaski on this node");
        assertThat(newer.mismatch(older))
                .isEqualTo(
                        "no common wire version: this node supports 2 to 3, the other node 1; update Chaski on the other node");
    }

    @ParameterizedTest
    @CsvSource({"0,1", "2,1", "1,256", "-1,1"})
    void rangesThatCannotBeAreRefused(int lowest, int highest) {
        assertThatThrownBy(() -> new WireVersions(lowest, highest)).isInstanceOf(ProtocolException.class);
    }
}
