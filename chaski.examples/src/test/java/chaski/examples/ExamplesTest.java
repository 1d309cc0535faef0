package chaski.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExamplesTest {

    @Test
    void helloPrintsTheGreetingsInOrder() throws Exception {
        assertThat(Printed.by(Hello::main))
                .containsExactly(
                        "greetings.morning #1: good morning, Quito",
                        "greetings.morning #2: good morning, Cusco",
                        "greetings.morning #3: good morning, Lima");
    }

    @Test
    void typedReadingsLoseNothingToASlowSubscriber() throws Exception {
        assertThat(Printed.by(TypedReadings::main))
                .containsExactly("the queue is full: true", "10000 readings, in order");
    }

    @Test
    void discoveryByTopicLinksSensorAndDisplayDirectly() throws Exception {
        assertThat(Printed.by(DiscoveryByTopic::main))
                .containsExactlyInAnyOrder(
                        "sensor paired with display over house.kitchen.temperature",
                        "house.kitchen.temperature is 21.5",
                        "linked directly: true",
                        "sensor publishes it",
                        "display subscribes it");
    }
}
