package chaski.node.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The Metatype of the bundle shows the declared keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetatypeTest {

    private static final String FILE = "/OSGI-INF/metatype/chaski.node.osgi.NodeMetatype.xml";

    private Document metatype;

    @BeforeAll
    void read() throws Exception {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(FILE), FILE)) {
            metatype = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        }
    }

    @Test
    void theFactoryIsDesignated() throws IOException {
        Element designate = elements("Designate").get(0);

        assertThat(designate.getAttribute("factoryPid")).isEqualTo("chaski.node");
        assertThat(((Element) designate.getElementsByTagName("Object").item(0)).getAttribute("ocdref"))
                .isEqualTo(elements("OCD").get(0).getAttribute("id"));
    }

    @Test
    void everyKeyIsDescribedAndNoOther() {
        assertThat(elements("AD"))
                .extracting(attribute -> attribute.getAttribute("id"))
                .containsExactlyInAnyOrderElementsOf(ConfigKeys.all().keySet());
        assertThat(elements("AD")).allSatisfy(attribute -> {
            assertThat(attribute.getAttribute("name")).isNotBlank();
            assertThat(attribute.getAttribute("description")).endsWith(".");
            assertThat(attribute.getAttribute("required")).isEqualTo("false");
        });
    }

    @Test
    void everyAttributeIsTheDeclaredOne() {
        assertThat(elements("AD")).allSatisfy(attribute -> {
            ConfigKey<?> key = Objects.requireNonNull(ConfigKeys.all().get(attribute.getAttribute("id")));
            ConfigType<?> type = key.type();
            assertThat(attribute.getAttribute("type")).isEqualTo(type.metatype());
            assertThat(Integer.parseInt("0" + attribute.getAttribute("cardinality")) > 0)
                    .isEqualTo(type.many());
            assertThat(attribute.getAttribute("min")).isEqualTo(type.max() == 0 ? "" : String.valueOf(type.min()));
            assertThat(attribute.getAttribute("max")).isEqualTo(type.max() == 0 ? "" : String.valueOf(type.max()));
            assertThat(attribute.getAttribute("default")).isEqualTo(String.join(",", defaults(key)));
            assertThat(options(attribute)).isEqualTo(type.options());
        });
    }

    /** The descriptions also state which keys take effect immediately. */
    @Test
    void theDescriptionNamesTheKeysThatWait() {
        String description = elements("OCD").get(0).getAttribute("description");
        int end = description.indexOf(" waits");
        int start = description.lastIndexOf("A change of ", end) + "A change of ".length();
        List<Pattern> patterns = Stream.of(description.substring(start, end).split(", | or "))
                .map(glob -> Pattern.compile(glob.strip().replace(".", "\\.").replace("*", ".*")))
                .toList();

        for (ConfigKey<?> key : ConfigKeys.all().values()) {
            boolean waits =
                    patterns.stream().anyMatch(p -> p.matcher(key.name()).matches());
            assertThat(waits).as("%s in %s", key, patterns).isEqualTo(!key.live() && !key.makesNewNode());
        }
    }

    private static <T> List<String> defaults(ConfigKey<T> key) {
        return key.type().texts(key.defaultValue());
    }

    private static List<String> options(Element attribute) {
        NodeList options = attribute.getElementsByTagName("Option");
        List<String> values = new ArrayList<>();
        for (int i = 0; i < options.getLength(); i++) {
            values.add(((Element) options.item(i)).getAttribute("value"));
        }
        return values;
    }

    @Test
    void defaultsAreThoseOfTheInterface() {
        Map<String, String> defaults = new HashMap<>();
        for (Element attribute : elements("AD")) {
            if (attribute.hasAttribute("default")) {
                defaults.put(attribute.getAttribute("id"), attribute.getAttribute("default"));
            }
        }

        assertThat(defaults).containsKeys("name", "session.resumeTimeoutMs", "limits.peers", "pairing.bootstrap");
        assertThat(NodeProperties.read(defaults)).isEqualTo(NodeProperties.read(Map.of()));
    }

    private List<Element> elements(String name) {
        NodeList found = metatype.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
