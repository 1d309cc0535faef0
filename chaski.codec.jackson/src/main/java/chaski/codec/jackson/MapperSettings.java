package chaski.codec.jackson;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TSFBuilder;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;

/**
 * The settings of both formats, and the limits for writing and reading. The writer checks them exactly
 * ({@link BoundedGenerator}); a reader accepts all that a writer may write, and little more. Stateless.
 */
final class MapperSettings {

    /** Levels of arrays and objects. Deep enough for real models, shallow enough for the stack of any thread. */
    static final int MAX_NESTING = 128;

    /** Characters of a property name or of a key of a map, as {@link String#length()} counts them. */
    static final int MAX_NAME_CHARS = 1024;

    /** Digits of a number without sign, point and exponent. The work to parse a number grows faster than its length. */
    static final int MAX_NUMBER_DIGITS = 1000;

    /** A character takes up to three bytes; JSON's parser counts bytes, and rounds up to what it has allocated. */
    private static final int MAX_NAME_BYTES = 3 * MAX_NAME_CHARS + MAX_NAME_CHARS;

    /** A number of {@link #MAX_NUMBER_DIGITS} digits may have leading zeros and an exponent besides. */
    private static final int MAX_NUMBER_CHARS = MAX_NUMBER_DIGITS + 24;

    private MapperSettings() {}

    static <B extends TSFBuilder<?, B>> B apply(B builder) {
        return builder.streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .maxNameLength(MAX_NAME_BYTES)
                        .maxNumberLength(MAX_NUMBER_CHARS)
                        // the size of the message is the bound: all of it is in memory already
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .build())
                .enable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                // names chosen by a peer would stay in the JVM's table of strings
                .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES);
    }

    static <B extends MapperBuilder<?, B>> B apply(B builder) {
        return builder.setDefaultTyping(new ClassNameTyping())
                .polymorphicTypeValidator(new NoClassNames())
                .annotationIntrospector(new EnumNameIntrospector())
                .addModules(new RefusedTypes(), new ClosedPackages(), new CheckedDecimals())
                // one name for a constant, whatever its toString returns; a number would change with the order of the
                // constants
                .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                // not every node has the newest version of a record
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                // of two values for one name, two readers may choose different ones
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                // a class without any property most likely lacks its getters
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                // 10:00+02:00 stays 10:00+02:00, and keeps the name of its zone
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS);
    }
}
