package chaski.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.NodeId;
import chaski.api.node.NodeConfig;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecurityConfigTest {

    private static final SecurityConfig CLOSED = SecurityConfig.identity(Path.of("identity"));

    @Test
    void theModeFollowsFromWhatIsConfigured() {
        assertThat(SecurityConfig.DEFAULT.mode()).isEqualTo(SecurityMode.LOCAL);
        assertThat(SecurityConfig.OPEN.mode()).isEqualTo(SecurityMode.OPEN);
        assertThat(CLOSED.mode()).isEqualTo(SecurityMode.CLOSED);
        assertThat(CLOSED.directory()).contains(Path.of("identity"));
    }

    @Test
    void anInstanceNeedsAnIdentity() {
        assertThat(CLOSED.instance("1").instance()).contains("1");
        assertThatThrownBy(() -> SecurityConfig.OPEN.instance("1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("identity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "ä", "a\n"})
    void anInstanceIsPrintableAscii(String instance) {
        assertThatThrownBy(() -> CLOSED.instance(instance)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void anInstanceHasALimit() {
        assertThat(CLOSED.instance("i".repeat(SecurityConfig.MAX_INSTANCE_CHARS))
                        .instance())
                .isPresent();
        assertThatThrownBy(() -> CLOSED.instance("i".repeat(SecurityConfig.MAX_INSTANCE_CHARS + 1)))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void anIdBesideAnIdentityIsRefusedInEitherOrder() {
        NodeId id = new NodeId(new UUID(0, 1));

        assertThatThrownBy(() -> NodeConfig.DEFAULT.id(id).security(CLOSED))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("security.instance");
        assertThatThrownBy(() -> NodeConfig.DEFAULT.security(CLOSED).id(id)).isInstanceOf(ConfigurationException.class);
    }
}
