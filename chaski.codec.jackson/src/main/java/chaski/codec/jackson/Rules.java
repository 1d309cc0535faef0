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
import tools.jackson.databind.cfg.MapperBuilder;

/** The settings of both formats. Stateless. */
final class Rules {

    /** Deep enough for what people model, shallow enough for the stack of any thread. */
    static final int MAX_NESTING = 32;

    /** Longer than the name of any property that somebody typed; names are what a parser remembers. */
    static final int MAX_NAME_LENGTH = 256;

    /** A 64-bit integer has 20 digits and a double 24; the work to parse a number grows faster than its length. */
    static final int MAX_NUMBER_LENGTH = 64;

    private Rules() {}

    static <B extends TSFBuilder<?, B>> B apply(B builder) {
        return builder.streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        // the message is the bound: all of it is in memory already
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
        return builder.deactivateDefaultTyping()
                .polymorphicTypeValidator(new NoClassNames())
                .addModules(new RefusedTypes(), new ClosedPackages())
                // not every node has the newest version of a record
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                // of two values for one name, two readers may choose different ones
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                // a class without any property is a class whose getters were forgotten
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                // what was 10:00+02:00 stays 10:00+02:00, and keeps the name of its zone
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS);
    }
}
