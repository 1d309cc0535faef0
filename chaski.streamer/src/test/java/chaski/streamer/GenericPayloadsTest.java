package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import chaski.api.TypeRef;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionError;
import chaski.api.streamer.SubscriptionOptions;
import chaski.streamer.fake.FakeNode;
import chaski.testkit.values.SampleTypes.Circle;
import chaski.testkit.values.SampleTypes.Item;
import chaski.testkit.values.SampleTypes.RareItem;
import chaski.testkit.values.SampleTypes.Shape;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Payloads of generic types. */
class GenericPayloadsTest {

    private static final TypeRef<List<Item>> ITEMS = new TypeRef<>() {};
    private static final SubscriptionOptions INLINE = SubscriptionOptions.DEFAULT.inline(true);

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close();
    }

    private static Item item(String name) {
        Item item = new Item();
        item.setName(name);
        return item;
    }

    private static <T> T next(Subscription<T> in) {
        return in.next(Duration.ZERO).orElseThrow().payload();
    }

    @Test
    void elementsAreOfTheTypeThatWasGiven() {
        Subscription<List<Item>> taken = node.streamer().subscribe("items", ITEMS);
        List<Item> handled = new ArrayList<>();
        node.streamer().subscribe("items", ITEMS, INLINE, m -> handled.addAll(m.payload()));
        Publisher<List<Item>> out = node.streamer().publisher("items", ITEMS);

        assertThat(out.publish(List.of(item("a"), item("b")))).isEqualTo(2);

        assertThat(next(taken)).containsExactly(item("a"), item("b"));
        assertThat(handled).containsExactly(item("a"), item("b"));
    }

    @Test
    void typesMayBeNestedAndOfTheOtherCodec() {
        TypeRef<Map<String, Optional<List<? extends Shape>>>> type = new TypeRef<>() {};
        Subscription<Map<String, Optional<List<? extends Shape>>>> in =
                node.streamer().subscribe("shapes", type);
        Map<String, Optional<List<? extends Shape>>> shapes =
                Map.of("a", Optional.of(List.of(new Circle(1))), "b", Optional.empty());

        node.streamer()
                .publisher("shapes", type, PublisherOptions.DEFAULT.codec("json"))
                .publish(shapes);

        assertThat(next(in)).isEqualTo(shapes);
    }

    @Test
    void aClassIsTheSameAsTheReferenceToIt() {
        Subscription<byte[]> bytes = node.streamer().subscribe("raw", TypeRef.of(byte[].class));
        Subscription<String> text = node.streamer().subscribe("text", new TypeRef<String>() {});

        node.streamer().publisher("raw", byte[].class).publish(new byte[] {1});
        node.streamer().publisher("text", TypeRef.of(String.class)).publish("t");

        assertThat(next(bytes)).containsExactly(1);
        assertThat(next(text)).isEqualTo("t");
    }

    @Test
    void anElementOfASubclassIsRefusedByThePublisher() {
        Subscription<List<Item>> in = node.streamer().subscribe("items", ITEMS);
        Publisher<List<Item>> out = node.streamer().publisher("items", ITEMS);

        assertThatThrownBy(() -> out.publish(List.of(item("a"), new RareItem())))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("expected a " + Item.class.getName() + ", got a " + RareItem.class.getName());
        assertThat(in.next(Duration.ZERO)).isEmpty();
    }

    @Test
    void aTypeThatCannotBeCarriedIsRefusedWhenItIsOpened() {
        assertThatThrownBy(() -> node.streamer().publisher("threads", new TypeRef<List<Thread>>() {}))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("java.lang.Thread has no form as a value");
        assertThatThrownBy(() -> node.streamer().subscribe("threads", new TypeRef<List<Thread>>() {}))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("java.lang.Thread has no form as a value");
    }

    @Test
    void undecodablePayloadsAreReportedWithTheWholeType() {
        List<SubscriptionError> errors = new ArrayList<>();
        node.streamer().subscribe("items", ITEMS, INLINE.onError(errors::add), m -> {});

        node.streamer().publisher("items", byte[].class).publish("x".getBytes(StandardCharsets.UTF_8));

        assertThat(errors).singleElement().satisfies(error -> assertThat(error.error())
                .hasMessageContaining("expected a java.util.List<" + Item.class.getName() + "> that a codec wrote"));
    }
}
