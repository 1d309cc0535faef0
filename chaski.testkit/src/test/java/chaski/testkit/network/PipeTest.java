package chaski.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipeTest {

    private final PipeScene scene = new PipeScene();
    private final List<byte[]> datagrams = new ArrayList<>();

    @Test
    void bytesOfABlockedPathArriveAfterItIsBack() {
        scene.paths.block(scene.path);
        scene.send(100);
        assertThat(scene.pipe.arrived()).isZero();

        scene.paths.clear();
        scene.pipe.lineIsBack();
        scene.pass();
        assertThat(scene.pipe.arrived()).isEqualTo(100);
    }

    @Test
    void aDatagramIsLostOnABlockedPathAndLeavesItsBufferAsItIs() {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});

        scene.pipe.carryDatagram(bytes, datagrams::add);
        scene.pass();
        scene.paths.block(scene.path);
        scene.pipe.carryDatagram(bytes, datagrams::add);
        scene.pass();

        assertThat(datagrams).containsExactly(new byte[] {1, 2, 3});
        assertThat(bytes.remaining()).isEqualTo(3);
    }

    @Test
    void aDuplicatedDatagramArrivesTwice() {
        scene.datagrams.set(0, 1);

        scene.pipe.carryDatagram(ByteBuffer.wrap(new byte[] {1}), datagrams::add);
        scene.pass();

        assertThat(datagrams).hasSize(2);
    }

    @Test
    void onlyWhatArrivedBeforeTheLimitIsThereWhenThePipeDies() {
        scene.pipe.dieAfter(60);
        scene.send(100);

        assertThat(scene.pipe.arrived()).isEqualTo(60);
    }
}
