package chaski.remote.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.Members;
import chaski.remote.value.Contract;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The targets of paths, and the attributes of targets. */
class TargetResolverTest {

    /** An object with an attribute that is an object. */
    public static final class Outer {

        private final @Nullable Inner inner;

        Outer(@Nullable Inner inner) {
            this.inner = inner;
        }

        public @Nullable Inner getInner() {
            return inner;
        }

        public void setLimit(int limit) {}
    }

    /** The object in the attribute. */
    public static final class Inner {

        public int getDepth() {
            return 2;
        }
    }

    private final AsyncResultAdapters adapters = new AsyncResultAdapters();
    private final TargetResolver targets = new TargetResolver(adapters);

    private CallTarget outer(@Nullable Inner inner, String... open) {
        Members members = Members.of(new Contract(Outer.class));
        return new CallTarget.OfObject(new Outer(inner), members, members.attributes(), Set.of(open), adapters);
    }

    @Test
    void aPathLeadsThroughOpenAttributes() throws Exception {
        Inner inner = new Inner();

        assertThat(targets.at(outer(inner, "inner"), "inner").object()).isSameAs(inner);
        CallTarget root = outer(inner);
        assertThat(targets.at(root, "")).isSameAs(root);
    }

    @Test
    void aPathThroughAClosedAttributeIsRefused() {
        assertThatThrownBy(() -> targets.at(outer(new Inner()), "inner"))
                .isInstanceOf(NotExecutedException.class)
                .hasMessage("there is no open attribute inner");
    }

    @Test
    void aPathThroughNullIsRefused() {
        assertThatThrownBy(() -> targets.at(outer(null, "inner"), "inner"))
                .isInstanceOf(NotExecutedException.class)
                .hasMessage("the attribute inner is null");
    }

    @Test
    void attributesAreReadableOrWritable() throws Exception {
        CallTarget target = outer(new Inner());

        assertThat(TargetResolver.readable(target, "inner").name()).isEqualTo("inner");
        assertThatThrownBy(() -> TargetResolver.writable(target, "inner")).hasMessageContaining("can only be read");
        assertThatThrownBy(() -> TargetResolver.readable(target, "limit")).hasMessageContaining("can only be written");
        assertThatThrownBy(() -> TargetResolver.readable(target, "none")).hasMessageContaining("no attribute none");
    }
}
