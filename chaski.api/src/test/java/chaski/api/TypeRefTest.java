package chaski.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class TypeRefTest {

    record Item(String name) {}

    @SuppressWarnings("unused") // examined by reflection
    static final class Fields {
        List<Item> items;
        Map<String, ? extends List<? super Item>> wild;
        List<Item>[] arrays;
        Outer<Item>.Inner<String> inner;
    }

    static class Outer<A> {
        class Inner<B> {
            A first;
            B second;
        }
    }

    static class ListRef<E> extends TypeRef<List<E>> {}

    static class SwappedRef<V, K> extends TypeRef<Map<K, List<? extends V>[]>> {}

    private static Type field(String name) throws NoSuchFieldException {
        return Fields.class.getDeclaredField(name).getGenericType();
    }

    @Test
    void aSubclassKeepsItsTypeArgument() {
        Type type = new TypeRef<List<Item>>() {}.type();

        assertThat(type).isInstanceOfSatisfying(ParameterizedType.class, p -> {
            assertThat(p.getRawType()).isEqualTo(List.class);
            assertThat(p.getActualTypeArguments()).containsExactly(Item.class);
            assertThat(p.getOwnerType()).isNull();
        });
        assertThat(new TypeRef<Item>() {}.type()).isEqualTo(Item.class);
        assertThat(new TypeRef<int[]>() {}.type()).isEqualTo(int[].class);
        assertThat(TypeRef.of(Item.class).type()).isEqualTo(Item.class);
    }

    @Test
    void theTypeIsEqualToThatOfTheJdkInBothDirections() throws NoSuchFieldException {
        Map<String, TypeRef<?>> all = Map.of(
                "items", new TypeRef<List<Item>>() {},
                "wild", new TypeRef<Map<String, ? extends List<? super Item>>>() {},
                "arrays", new TypeRef<List<Item>[]>() {},
                "inner", new TypeRef<Outer<Item>.Inner<String>>() {});
        for (Map.Entry<String, TypeRef<?>> each : all.entrySet()) {
            Type field = field(each.getKey());
            TypeRef<?> ref = each.getValue();

            assertThat(ref.type()).isEqualTo(field).hasSameHashCodeAs(field);
            assertThat(field).isEqualTo(ref.type());
            assertThat(ref).isEqualTo(TypeRef.of(field)).hasSameHashCodeAs(TypeRef.of(field));
            assertThat(ref.toString()).isEqualTo(field.getTypeName());
        }
        assertThat(new TypeRef<List<Item>>() {})
                .isEqualTo(new TypeRef<List<Item>>() {})
                .isNotEqualTo(new TypeRef<List<String>>() {})
                .isNotEqualTo(new TypeRef<List<? extends Item>>() {})
                .isNotEqualTo(TypeRef.of(List.class))
                .isNotEqualTo(List.class);
        assertThat(TypeRef.of(Item.class)).isEqualTo(new TypeRef<Item>() {});
    }

    @Test
    void variablesAreWhatFurtherSubclassesSayThatTheyAre() {
        assertThat(new ListRef<Item>() {}).isEqualTo(new TypeRef<List<Item>>() {});
        assertThat(new ListRef<Set<Item>>() {}).isEqualTo(new TypeRef<List<Set<Item>>>() {});
        assertThat(new SwappedRef<Item, String>() {}).isEqualTo(new TypeRef<Map<String, List<? extends Item>[]>>() {});
    }

    private static <T> Callable<?> ofMethod() {
        return () -> new TypeRef<Map<String, List<? extends T>>>() {};
    }

    private static final class Holder<E> {

        private TypeRef<E[]> ofClass() {
            return new TypeRef<E[]>() {};
        }
    }

    @Test
    void aVariableThatIsNotKnownIsRefusedByName() {
        assertThatThrownBy(() -> ofMethod().call())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got java.util.Map<java.lang.String, java.util.List<? extends T>>")
                .hasMessageContaining("T is a type variable of the method chaski.api.TypeRefTest.ofMethod")
                .hasMessageContaining("let the caller pass a TypeRef or Class");
        assertThatThrownBy(() -> new Holder<String>().ofClass())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("E is a type variable of the class chaski.api.TypeRefTest$Holder");
        assertThatThrownBy(() -> new ListRef<>())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("E is a type variable of the class chaski.api.TypeRefTest$ListRef");
        assertThatThrownBy(() -> TypeRef.of(List.class.getTypeParameters()[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("E is a type variable of the class java.util.List");
    }

    @Test
    @SuppressWarnings("rawtypes") // this is the mistake
    void aMissingArgumentIsRefused() {
        assertThatThrownBy(() -> new TypeRef() {})
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a type argument, as in new TypeRef<List<String>>() {}");
    }

    @Test
    void aTypeOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> TypeRef.of(new Type() {
                    @Override
                    public String getTypeName() {
                        return "?!";
                    }

                    @Override
                    public String toString() {
                        return "?!";
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got ?!");
    }
}
