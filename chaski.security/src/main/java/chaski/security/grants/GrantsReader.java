package chaski.security.grants;

import chaski.api.InvalidTopicException;
import chaski.api.TopicPattern;
import chaski.api.security.Permission;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a file of grants: an object with the key {@code rules}, an array of objects. Keys that begin with {@code //} are comments. The
 * only class that needs Jackson.
 */
final class GrantsReader {

    static final int MOST_RULES = 10_000;

    private static final String COMMENT = "//";
    private static final List<String> KEYS =
            List.of("name", "who", "may", "mayNot", "topics", "services", "members", "until");
    private static final Map<String, Permission> PERMISSIONS = Stream.of(Permission.values())
            .collect(Collectors.toMap(Permission::toString, p -> p, (a, b) -> a, LinkedHashMap::new));

    private static final JsonFactory FORMAT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(65_536)
                    .maxNameLength(65_536)
                    .build())
            .build();

    private final JsonParser parser;

    private GrantsReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads a file.
     *
     * @throws MalformedGrantsException if it is malformed; the message names the position and the reason
     */
    static Grants read(byte[] content) throws IOException {
        try (JsonParser parser = FORMAT.createParser(ObjectReadContext.empty(), content)) {
            return new GrantsReader(parser).document();
        } catch (JacksonException malformed) {
            TokenStreamLocation at = malformed.getLocation();
            throw new MalformedGrantsException(
                    at == null ? 1 : at.getLineNr(),
                    at == null ? 1 : at.getColumnNr(),
                    String.valueOf(malformed.getOriginalMessage()));
        }
    }

    private Grants document() throws IOException {
        List<GrantRule> rules = new ArrayList<>();
        boolean[] present = {false};
        expect(JsonToken.START_OBJECT, parser.nextToken(), "an object with the key 'rules'");
        fields(List.of("rules"), key -> {
            present[0] = true;
            expect(JsonToken.START_ARRAY, parser.currentToken(), "an array of rules");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (rules.size() == MOST_RULES) {
                    throw malformed("expected at most " + MOST_RULES + " rules");
                }
                rules.add(rule());
            }
        });
        if (!present[0]) {
            throw malformed("expected the key 'rules', an array of rules");
        }
        expect(null, parser.nextToken(), "the end of the file");
        return Grants.of(rules);
    }

    private GrantRule rule() throws IOException {
        expect(JsonToken.START_OBJECT, parser.currentToken(), "a rule: an object with the keys who, may, ...");
        int line = parser.currentTokenLocation().getLineNr();
        RuleFields read = new RuleFields();
        fields(KEYS, key -> {
            switch (key) {
                case "name" -> read.name = text();
                case "who" -> read.who = values(IdentityPattern::parse);
                case "may" -> read.may = permissions();
                case "mayNot" -> read.mayNot = permissions();
                case "topics" -> read.topics = values(TopicPattern::of);
                case "services" -> read.services = values(NamePattern::new);
                case "members" -> read.members = values(NamePattern::new);
                default -> read.until = instant();
            }
        });
        try {
            return read.rule(line);
        } catch (IllegalArgumentException incomplete) {
            throw malformed(line, 1, "in this rule: " + incomplete.getMessage());
        }
    }

    /** Reads the keys of the current object, and stops after its end. */
    private void fields(List<String> known, FieldReader reader) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            if (key.startsWith(COMMENT)) {
                parser.nextToken();
                parser.skipChildren();
                continue;
            }
            if (!known.contains(key)) {
                throw malformed("unknown key " + quoted(key) + "; the nearest is '" + NearestWord.to(key, known) + "'");
            }
            parser.nextToken();
            reader.read(key);
        }
    }

    private interface FieldReader {
        void read(String key) throws IOException;
    }

    private Set<Permission> permissions() throws IOException {
        return new LinkedHashSet<>(values(word -> {
            Permission permission = PERMISSIONS.get(word);
            if (permission == null) {
                throw new IllegalArgumentException("unknown permission " + quoted(word) + "; the nearest is '"
                        + NearestWord.to(word, PERMISSIONS.keySet()) + "'");
            }
            return permission;
        }));
    }

    /** One text, or an array of at least one. */
    private <T> List<T> values(Function<String, T> parse) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return List.of(value(parse));
        }
        List<T> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parse));
        }
        if (values.isEmpty()) {
            throw malformed("expected at least one value");
        }
        return List.copyOf(values);
    }

    private <T> T value(Function<String, T> parse) throws IOException {
        String text = text();
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | InvalidTopicException wrong) {
            throw malformed(String.valueOf(wrong.getMessage()));
        }
    }

    private Instant instant() throws IOException {
        String text = text();
        try {
            return Instant.parse(text);
        } catch (DateTimeException wrong) {
            throw malformed("expected an instant like 2027-01-31T18:00:00Z, got " + quoted(text));
        }
    }

    private String text() throws IOException {
        expect(JsonToken.VALUE_STRING, parser.currentToken(), "a text in quotation marks");
        return parser.getString();
    }

    private void expect(@Nullable JsonToken expected, @Nullable JsonToken found, String description)
            throws IOException {
        if (expected != found) {
            throw malformed("expected " + description);
        }
    }

    private MalformedGrantsException malformed(String expected) {
        TokenStreamLocation at = parser.currentTokenLocation();
        return malformed(at.getLineNr(), at.getColumnNr(), expected);
    }

    private static MalformedGrantsException malformed(int line, int column, String expected) {
        return new MalformedGrantsException(line, column, expected);
    }

    private static String quoted(String word) {
        return "'" + word.substring(0, Math.min(word.length(), 40)) + "'";
    }
}
