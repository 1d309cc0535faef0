package chaski.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExamplesTest {

    @Test
    void helloPrintsTheGreetingsInOrder() throws Exception {
        assertThat(CapturedOutput.by(HelloWorld::main))
                .containsExactly(
                        "greetings.morning #1: good morning, Quito",
                        "greetings.morning #2: good morning, Cusco",
                        "greetings.morning #3: good morning, Lima");
    }

    @Test
    void typedReadingsLoseNothingToASlowSubscriber() throws Exception {
        assertThat(CapturedOutput.by(TypedReadings::main))
                .containsExactly("the queue is full: true", "10000 readings, in order");
    }

    @Test
    void remoteCalculatorCallsReadsWritesAndIsCalledBack() throws Exception {
        assertThat(CapturedOutput.by(RemoteCalculator::main))
                .containsExactly(
                        "2 + 3 = 5",
                        "2 / 3 = 0.6667 with precision 4",
                        "called back with 3",
                        "called back with 2",
                        "called back with 1",
                        "the server says: division by zero");
    }

    @Test
    void workFarmSpreadsItsCalls() throws Exception {
        assertThat(CapturedOutput.by(WorkFarm::main))
                .containsExactly("sum of the squares up to 100: 338350", "everybody agrees on 12 squared: true");
    }

    @Test
    void discoveryByTopicLinksSensorAndDisplayDirectly() throws Exception {
        assertThat(CapturedOutput.by(DiscoveryByTopic::main))
                .containsExactlyInAnyOrder(
                        "sensor paired with display over house.kitchen.temperature",
                        "house.kitchen.temperature is 21.5",
                        "linked directly: true",
                        "sensor publishes it",
                        "display subscribes it");
    }
}
