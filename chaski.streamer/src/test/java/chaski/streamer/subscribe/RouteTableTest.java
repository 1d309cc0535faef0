package chaski.streamer.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.streamer.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    private static final PublisherDescriptor SOURCE =
            new PublisherDescriptor(Topic.of("t"), new Origin(new NodeId(new UUID(0, 1)), 1, 1), "text");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1L << 32, 0x9E3779B97F4A7C15L, -1})
    void itBehavesLikeAMapForNumbersThatFollowEachOtherAndOthers(long stride) {
        RouteTable table = new RouteTable();
        Map<Long, InboundRoute> model = new HashMap<>();
        Random random = new Random(stride);
        for (int step = 0; step < 20_000; step++) {
            long number = random.nextInt(600) * stride;
            InboundRoute known = model.get(number);
            assertThat(table.find(number)).isSameAs(known);
            if (random.nextInt(3) == 0) {
                assertThat(table.remove(number)).isSameAs(model.remove(number));
            } else if (known == null) {
                InboundRoute route = new InboundRoute(SOURCE);
                table.add(number, route);
                model.put(number, route);
            }
        }

        model.forEach((number, route) -> assertThat(table.find(number)).isSameAs(route));
        assertThat(table.clear()).containsExactlyInAnyOrderElementsOf(model.values());
        model.keySet().forEach(number -> assertThat(table.find(number)).isNull());
    }
}
