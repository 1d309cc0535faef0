package chaski.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.node.declaration.DeclarationPeer;
import chaski.node.declaration.Declarations;
import chaski.node.declaration.InboundCredit;
import chaski.node.frame.FrameBatch;
import chaski.node.wire.Goodbye;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlStateTest {

    private static final Goodbye SOMETHING = new Goodbye(Goodbye.LEAVING, 0, "bye");

    private final Object before = "the link before";
    private final Object after = "the link after";
    private final ControlState control =
            new ControlState(new Declarations(10, 1000, later -> {}, () -> {}), number -> {});

    @Test
    void tellsByTheLinkInUse() {
        control.repeat(before, List.of(), List.of());
        control.goodbye(SOMETHING);

        assertThat(control.isDue(before)).isTrue();
        assertThat(written(before)).isPositive();
        assertThat(control.isDue(before)).isFalse();
    }

    /**
     * It continues to write until it is closed, and what it writes is lost with it: a lost credit would make the peer
     * wait forever.
     */
    @Test
    void aLinkThatWasReplacedTakesNothingWithIt() {
        control.repeat(before, List.of(), List.of());
        control.repeat(after, List.of(), List.of());
        control.goodbye(SOMETHING);

        assertThat(control.isDue(before)).isFalse();
        assertThat(written(before)).isZero();
        assertThat(control.isDue(after)).isTrue();
        assertThat(written(after)).isPositive();
    }

    private static final class SilentPeer implements DeclarationPeer {

        @Override
        public void declarationsChanged() {}

        @Override
        public void creditChanged(InboundCredit flow) {}

        @Override
        public void creditKept(InboundCredit flow) {}
    }

    private long written(Object by) {
        FrameBatch batch = new FrameBatch();
        batch.begin(0, 0, 65536);
        control.render(by, batch, new SilentPeer(), 0);
        return batch.finish();
    }
}
