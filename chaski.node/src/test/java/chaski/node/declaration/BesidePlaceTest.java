package chaski.node.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BesidePlaceTest {

    private final BesidePlace place = new BesidePlace();

    @Test
    void anUnusedPlaceFreesNothing() {
        assertThat(place.release(100)).isZero();
        assertThat(place.outstanding()).isZero();
        assertThat(place.overlap(0, 100)).isZero();
    }

    @Test
    void whatWasTakenBeforeIsReleasedFirst() {
        place.take(100, 50);

        assertThat(place.release(100)).isZero();
        assertThat(place.release(120)).isEqualTo(20);
        assertThat(place.outstanding()).isEqualTo(30);
        assertThat(place.release(500)).isEqualTo(30);
        assertThat(place.outstanding()).isZero();
    }

    @Test
    void onlyThePartOfARangeInsideThePlaceCounts() {
        place.take(100, 50);

        assertThat(place.overlap(0, 100)).isZero();
        assertThat(place.overlap(90, 110)).isEqualTo(10);
        assertThat(place.overlap(110, 500)).isEqualTo(40);
        assertThat(place.overlap(150, 500)).isZero();
        assertThat(place.overlap(120, 110)).isZero();
    }

    @Test
    void aPlaceThatIsFreeCanBeTakenAgain() {
        place.take(0, 10);
        place.release(10);
        place.take(10, 30);

        assertThat(place.outstanding()).isEqualTo(30);
        assertThat(place.release(11)).isEqualTo(1);
    }
}
