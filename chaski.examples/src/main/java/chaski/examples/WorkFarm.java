package chaski.examples;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExporterSelection;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A small work farm: two workers attach the same function, and a third node spreads its calls over both. */
public final class WorkFarm {

    private WorkFarm() {}

    /**
     * Adds up squares that other nodes compute.
     *
     * @param args ignored
     */
    public static void main(String[] args) {
        try (Node boss = Chaski.node().name("boss").listen("tcp://127.0.0.1:0").start();
                Node anna = worker("anna", boss);
                Node bert = worker("bert", boss)) {
            for (Node worker : List.of(anna, bert)) {
                worker.service(Remote.class).attach("square", Integer.class, Long.class, x -> (long) x * x);
            }
            Remote remote = boss.service(Remote.class);
            if (!remote.awaitExporters("square", 2, Duration.ofSeconds(10))) {
                throw new IllegalStateException("the workers are not there");
            }

            RemoteFunction<Long> square =
                    remote.function("square", Long.class, CallOptions.DEFAULT.selection(ExporterSelection.ROUND_ROBIN));
            List<CompletableFuture<Long>> squares = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                squares.add(square.callAsync(i));
            }
            System.out.println("sum of the squares up to 100: "
                    + squares.stream().mapToLong(CompletableFuture::join).sum());
            System.out.println("everybody agrees on 12 squared: "
                    + square.callAll(12).join().stream()
                            .allMatch(answer -> Long.valueOf(144).equals(answer.value())));
        }
    }

    private static Node worker(String name, Node boss) {
        return Chaski.node().name(name).join(boss.endpoints().get(0).toString()).start();
    }
}
