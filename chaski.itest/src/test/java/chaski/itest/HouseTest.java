package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Bounds the size of types and the cycles of their dependencies, and checks the words of documents and comments. */
final class HouseTest {

    private static final int MOST_LINES = 400;

    /** The most types that depend on each other in circles. */
    private static final int LARGEST_KNOT = 8;

    @Test
    void typesAreShort() throws IOException {
        Map<Integer, List<String>> byLength = new TreeMap<>(Comparator.reverseOrder());
        for (Path source : sources()) {
            int lines = Files.readAllLines(source).size();
            if (lines > MOST_LINES) {
                byLength.computeIfAbsent(lines, length -> new ArrayList<>())
                        .add(source.getFileName().toString());
            }
        }
        System.out.println("types of more than " + MOST_LINES + " lines: " + byLength);

        assertThat(byLength).isEmpty();
    }

    @Test
    void noSimpleNameIsThatOfTwoTypes() throws IOException {
        Map<String, List<Path>> byName = sources().stream()
                .filter(source -> !source.getFileName().toString().endsWith("-info.java"))
                .collect(Collectors.groupingBy(source -> source.getFileName().toString()));

        assertThat(byName.values().stream().filter(named -> named.size() > 1)).isEmpty();
    }

    @Test
    void knotsOfTypesAreSmall() {
        List<Set<String>> knots = knots(dependencies()).stream()
                .sorted(Comparator.<Set<String>>comparingInt(Set::size).reversed())
                .toList();
        System.out.println("largest knots of types: "
                + knots.stream().limit(3).map(knot -> knot.size() + " " + knot).toList());

        assertThat(knots).allSatisfy(knot -> assertThat(knot).hasSizeLessThanOrEqualTo(LARGEST_KNOT));
    }

    @Test
    void documentsUseNoneOfTheBannedWords() throws IOException {
        List<Pattern> banned = banned();
        List<String> found = new ArrayList<>();
        for (Path document : documents()) {
            found.addAll(uses(banned, document, prose(Files.readString(document))));
        }

        assertThat(found).isEmpty();
    }

    @Test
    void commentsUseNoneOfTheBannedWords() throws IOException {
        List<Path> sources = sources(Path.of("src"));
        List<Pattern> banned = banned();
        List<String> found = new ArrayList<>();
        for (Path source : sources) {
            found.addAll(uses(banned, source, JavaComments.prose(Files.readString(source))));
        }

        assertThat(sources).hasSizeGreaterThan(1_000);
        assertThat(found).isEmpty();
    }

    @Test
    void onlyCommentsOfASourceAreChecked() {
        String source = """
                /** First, {@code told} and
                 * {@link Told#told the second}, third. */
                String told = "// told \\" told"; // fourth
                char quote = '"'; /* fifth */ char slash = '/';
                """;

        assertThat(JavaComments.prose(source).lines())
                .containsExactly("First, ` and", "`, third. */", "fourth", "fifth */");
    }

    /** {@return the uses of banned words in a text, each with its line} */
    private static List<String> uses(List<Pattern> banned, Path file, String text) {
        List<String> found = new ArrayList<>();
        for (Pattern word : banned) {
            for (Matcher use = word.matcher(text); use.find(); ) {
                int line = 1 + JavaComments.lineFeeds(text.substring(0, use.start()));
                found.add(Built.ROOT.relativize(file) + ":" + line + ": " + use.group());
            }
        }
        return found;
    }

    private static List<Pattern> banned() throws IOException {
        List<Pattern> banned = new ArrayList<>();
        for (String line : Files.readAllLines(Built.ROOT.resolve(Path.of("docs", "banned-words.txt")))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String expression = line.substring(0, line.lastIndexOf(" # ")).replace(" ", "\\s");
                banned.add(Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE));
            }
        }
        assertThat(banned).hasSizeGreaterThan(20);
        return banned;
    }

    /** The text without code and the targets of links. */
    private static String prose(String document) {
        return document.replaceAll("(?s)```.*?```", "`")
                .replaceAll("`[^`\n]*`", "`")
                .replaceAll("\\]\\([^)]*\\)", "]");
    }

    /** All documents except those that tests generate. */
    private static List<Path> documents() throws IOException {
        try (Stream<Path> own = Files.list(Built.ROOT);
                Stream<Path> others = Files.walk(Built.ROOT.resolve("docs"))) {
            return Stream.concat(own, others)
                    .filter(path -> path.toString().endsWith(".md") && !path.endsWith("FAULTS.md"))
                    .toList();
        }
    }

    private static List<Path> sources() throws IOException {
        return sources(Path.of("src", "main", "java"));
    }

    /** {@return the sources of all modules below a folder} */
    private static List<Path> sources(Path folder) throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Built.ROOT)) {
            for (Path module : modules.toList()) {
                Path root = module.resolve(folder);
                if (Files.isDirectory(root)) {
                    try (Stream<Path> files = Files.walk(root)) {
                        files.filter(path -> path.toString().endsWith(".java")).forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }

    /** The types of this project on which each of them depends; nested types are parts of theirs. */
    private static Map<String, Set<String>> dependencies() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeJars())
                .importPaths(Built.classes());
        Set<String> own = classes.stream().map(HouseTest::topLevel).collect(Collectors.toSet());
        Map<String, Set<String>> dependencies = new TreeMap<>();
        for (JavaClass type : classes) {
            Set<String> targets = dependencies.computeIfAbsent(topLevel(type), name -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> topLevel(dependency.getTargetClass().getBaseComponentType()))
                    .filter(target -> own.contains(target) && !target.equals(topLevel(type)))
                    .forEach(targets::add);
        }
        return dependencies;
    }

    private static String topLevel(JavaClass type) {
        int nested = type.getName().indexOf('$');
        return nested < 0 ? type.getName() : type.getName().substring(0, nested);
    }

    /** Types that depend on each other in cycles: strongly connected components, after Tarjan. */
    private static List<Set<String>> knots(Map<String, Set<String>> dependencies) {
        Components components = new Components(dependencies);
        dependencies.keySet().forEach(components::visit);
        return components.found;
    }

    private static final class Components {

        private final Map<String, Set<String>> dependencies;
        private final Map<String, Integer> order = new HashMap<>();
        private final Map<String, Integer> lowest = new HashMap<>();
        private final Deque<String> open = new ArrayDeque<>();
        private final List<Set<String>> found = new ArrayList<>();

        Components(Map<String, Set<String>> dependencies) {
            this.dependencies = dependencies;
        }

        void visit(String type) {
            if (order.containsKey(type)) {
                return;
            }
            order.put(type, order.size());
            lowest.put(type, order.get(type));
            open.push(type);
            for (String target : dependencies.get(type)) {
                if (!order.containsKey(target)) {
                    visit(target);
                    lowest.merge(type, lowest.get(target), Math::min);
                } else if (open.contains(target)) {
                    lowest.merge(type, order.get(target), Math::min);
                }
            }
            if (lowest.get(type).equals(order.get(type))) {
                Set<String> component = new TreeSet<>();
                String member;
                do {
                    member = open.pop();
                    component.add(member);
                } while (!member.equals(type));
                found.add(component);
            }
        }
    }
}
