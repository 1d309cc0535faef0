package chaski.node.configuration;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A type of configuration values.
 *
 * @param <T> the values
 * @param metatype the name of the type in the Metatype
 * @param many whether a value is a list
 * @param min the least number or length, if {@code max} is not 0
 * @param max the greatest number or length; 0 if there is no range
 * @param options the only valid texts, or none
 * @param reader reads a property of a key
 * @param writer returns the texts that represent a value, in the Metatype and in documents
 */
record ConfigType<T>(
        String metatype,
        boolean many,
        long min,
        long max,
        List<String> options,
        BiFunction<String, Object, T> reader,
        Function<T, List<String>> writer) {

    static final ConfigType<Optional<NodeId>> ID = one(
            (key, property) -> Optional.of(PropertyValues.text(key, property))
                    .filter(text -> !text.isBlank())
                    .map(text -> PropertyValues.nodeId(key, text.strip())),
            id -> List.of(id.map(NodeId::toString).orElse("")));

    static final ConfigType<Optional<String>> OPTIONAL_TEXT = one(
            (key, property) -> Optional.of(PropertyValues.text(key, property))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty()),
            text -> List.of(text.orElse("")));

    static final ConfigType<Optional<Path>> PATH = one(
            (key, property) -> OPTIONAL_TEXT.read(key, property).map(text -> PropertyValues.path(key, text)),
            path -> List.of(path.map(Path::toString).orElse("")));

    static final ConfigType<List<String>> NAMES = many(PropertyValues::elements, names -> names);

    static final ConfigType<List<Endpoint>> ENDPOINTS = many(
            (key, property) -> PropertyValues.elements(key, property).stream()
                    .map(text -> PropertyValues.endpoint(key, text))
                    .toList(),
            endpoints -> endpoints.stream().map(Endpoint::toString).toList());

    static final ConfigType<Set<NodeId>> IDS =
            many(ConfigType::ids, ids -> ids.stream().map(NodeId::toString).toList());

    static final ConfigType<Boolean> FLAG =
            new ConfigType<>("Boolean", false, 0, 0, List.of(), PropertyValues::flag, flag -> List.of(flag.toString()));

    private static <T> ConfigType<T> one(BiFunction<String, Object, T> reader, Function<T, List<String>> writer) {
        return new ConfigType<>("String", false, 0, 0, List.of(), reader, writer);
    }

    private static <T> ConfigType<T> many(BiFunction<String, Object, T> reader, Function<T, List<String>> writer) {
        return new ConfigType<>("String", true, 0, 0, List.of(), reader, writer);
    }

    private static Set<NodeId> ids(String key, Object property) {
        Set<NodeId> ids = new LinkedHashSet<>();
        PropertyValues.elements(key, property).forEach(text -> ids.add(PropertyValues.nodeId(key, text)));
        return ids;
    }

    /** A text of so many characters. */
    static ConfigType<String> text(int min, int max) {
        return new ConfigType<>("String", false, min, max, List.of(), PropertyValues::text, List::of);
    }

    /** A number of bytes. */
    static ConfigType<Long> bytes(long min, long max) {
        return number("Long", min, max, number -> number, String::valueOf);
    }

    /** A count. */
    static ConfigType<Integer> count(int min, int max) {
        return number("Integer", min, max, Math::toIntExact, String::valueOf);
    }

    /** A time in milliseconds. */
    static ConfigType<Duration> millis(long min, long max) {
        return number("Long", min, max, Duration::ofMillis, time -> String.valueOf(time.toMillis()));
    }

    private static <T> ConfigType<T> number(
            String metatype, long min, long max, Function<Long, T> value, Function<T, String> text) {
        return new ConfigType<>(
                metatype,
                false,
                min,
                max,
                List.of(),
                (key, property) -> value.apply(PropertyValues.number(key, property, min, max)),
                number -> List.of(text.apply(number)));
    }

    /** One of the constants of an enum, by name. */
    static <E extends Enum<E>> ConfigType<E> choice(Class<E> type) {
        List<String> names = Stream.of(type.getEnumConstants()).map(Enum::name).toList();
        return new ConfigType<>(
                "String",
                false,
                0,
                0,
                names,
                (key, property) -> Enum.valueOf(
                        type, PropertyValues.option(key, property, names, text -> text.toUpperCase(Locale.ROOT))),
                choice -> List.of(choice.name()));
    }

    T read(String key, Object property) {
        return reader.apply(key, property);
    }

    List<String> texts(T value) {
        return writer.apply(value);
    }

    /** {@return true for numbers and times} */
    boolean isNumber() {
        return metatype.equals("Long") || metatype.equals("Integer");
    }
}
