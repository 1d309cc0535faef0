package chaski.rsa.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which interfaces of a service are exported. */
class ExportedInterfacesTest {

    private static final String LIST = List.class.getName();
    private static final String RANDOM_ACCESS = RandomAccess.class.getName();

    private static List<String> names(Object selected) {
        return ExportedInterfaces.names(FakeService.properties(
                Map.of("objectClass", new String[] {LIST, RANDOM_ACCESS}, "service.exported.interfaces", selected)));
    }

    @Test
    void aStarSelectsAll() {
        assertThat(names("*")).containsExactly(LIST, RANDOM_ACCESS);
        assertThat(names(new String[] {" * "})).containsExactly(LIST, RANDOM_ACCESS);
    }

    @Test
    void namesSelectSome() {
        assertThat(names(LIST)).containsExactly(LIST);
        assertThat(names(new String[] {RANDOM_ACCESS, LIST})).containsExactly(RANDOM_ACCESS, LIST);
        assertThat(names(Set.of(RANDOM_ACCESS))).containsExactly(RANDOM_ACCESS);
        assertThat(names(List.of(LIST, LIST))).containsExactly(LIST);
    }

    @Test
    void whatIsInvalidIsRefused() {
        assertThatThrownBy(() -> names("java.lang.Runnable"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Runnable")
                .hasMessageContaining(LIST);
        assertThatThrownBy(() -> names(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> names(7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7");
        assertThatThrownBy(() ->
                        ExportedInterfaces.names(FakeService.properties(Map.of("objectClass", new String[] {LIST}))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void classesAreLeftOut() {
        assertThat(ExportedInterfaces.classes(
                        new ArrayList<>(), List.of(ArrayList.class.getName(), RANDOM_ACCESS, LIST, "absent.Type")))
                .containsExactly(RandomAccess.class, List.class);
    }
}
