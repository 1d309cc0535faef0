package chaski.remote.call;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.remote.CallOptions;
import chaski.api.remote.ExporterSelection;
import chaski.remote.channel.ExportDescriptions;
import chaski.remote.channel.FakeRpcChannel;
import chaski.remote.wire.RemoteMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The known exporters, the selected one, and the notified calls and watchers. */
class ExporterDirectoryTest {

    private final List<String> interests = new ArrayList<>();
    private final ExporterDirectory exporters =
            new ExporterDirectory(node -> 1_000, interests::add, new ExportDescriptions());
    private final FakeRpcChannel first = new FakeRpcChannel(1);
    private final FakeRpcChannel second = new FakeRpcChannel(2);
    private int notified;

    private void export(FakeRpcChannel peer, long number, String name) {
        exporters.exported(peer, new RemoteMessage.Export(number, name, false));
    }

    private Optional<Exporter> choose(CallOptions options) {
        return exporters.choose(new Destination.Named("n", options), Set.of(), 0, () -> notified++);
    }

    @Test
    void aCallThatFindsNoExporterIsNotifiedOnceThereIsOne() {
        assertThat(choose(CallOptions.DEFAULT)).isEmpty();

        export(first, 1, "other");
        assertThat(notified).isZero();
        export(first, 2, "n");
        export(second, 1, "n");
        assertThat(notified).isEqualTo(1);
    }

    @Test
    void aCallThatStoppedWaitingIsNotNotified() {
        Runnable waiter = () -> notified++;
        exporters.choose(CallScene.named("n"), Set.of(), 0, waiter);
        exporters.stopWaiting("n", waiter);

        export(first, 1, "n");

        assertThat(notified).isZero();
    }

    @Test
    void roundRobinTakesOneAfterAnother() {
        export(first, 1, "n");
        export(second, 1, "n");
        CallOptions turns = CallOptions.DEFAULT.selection(ExporterSelection.ROUND_ROBIN);

        Exporter one = choose(turns).orElseThrow();
        Exporter other = choose(turns).orElseThrow();

        assertThat(other).isNotEqualTo(one);
        assertThat(choose(turns)).contains(one);
    }

    @Test
    void nodesInDoubtAreNeitherSelectedNorListed() {
        export(first, 1, "n");
        export(second, 1, "n");
        first.inDoubt = true;

        assertThat(choose(CallOptions.DEFAULT).orElseThrow().channel()).isSameAs(second);
        assertThat(exporters.count("n")).isEqualTo(1);
        assertThat(exporters.snapshot()).hasSize(1);
        second.inDoubt = true;
        assertThat(choose(CallOptions.DEFAULT)).isEmpty();
        assertThat(exporters.isInDoubt("n", Optional.empty())).isTrue();
        assertThat(exporters.isExported("n", Optional.empty())).isFalse();

        first.inDoubt = false;
        exporters.doubtChanged(first);
        assertThat(notified).isEqualTo(1);
    }

    @Test
    void watchersRunAfterEachChange() {
        Runnable watcher = () -> notified++;
        exporters.watch(watcher);
        export(first, 1, "n");
        exporters.remove(first, 1);
        exporters.remove(first, 1);
        exporters.remove(first);
        assertThat(notified).isEqualTo(3);

        exporters.unwatch(watcher);
        export(first, 2, "n");
        assertThat(notified).isEqualTo(3);
    }

    @Test
    void askingForANameDeclaresInterestInIt() {
        exporters.exports("n");
        exporters.count("m");

        assertThat(interests).containsExactly("n", "m");
    }
}
