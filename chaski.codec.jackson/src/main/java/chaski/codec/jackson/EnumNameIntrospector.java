package chaski.codec.jackson;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import java.io.Serial;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Jackson's annotations, except on enums: a constant is always serialized by its name. Annotations could give two
 * constants one name, or name them differently for the writer and the reader. Stateless.
 */
final class EnumNameIntrospector extends JacksonAnnotationIntrospector {

    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public String[] findEnumValues(MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
        return names;
    }

    @Override
    public void findEnumAliases(MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[][] aliases) {}

    @Override
    public @Nullable Enum<?> findDefaultEnumValue(MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants) {
        return null;
    }

    @Override
    public @Nullable Object findEnumNamingStrategy(MapperConfig<?> config, AnnotatedClass type) {
        return null;
    }

    @Override
    public @Nullable Boolean hasAsValue(MapperConfig<?> config, Annotated annotated) {
        return isOfEnum(annotated) ? null : super.hasAsValue(config, annotated);
    }

    @Override
    public @Nullable Boolean hasAsKey(MapperConfig<?> config, Annotated annotated) {
        return isOfEnum(annotated) ? null : super.hasAsKey(config, annotated);
    }

    @Override
    public JsonCreator.@Nullable Mode findCreatorAnnotation(MapperConfig<?> config, Annotated annotated) {
        return isOfEnum(annotated) ? null : super.findCreatorAnnotation(config, annotated);
    }

    /** A shape may ask for numbers or objects, also on a property of an enum's type. */
    @Override
    public JsonFormat.@Nullable Value findFormat(MapperConfig<?> config, Annotated annotated) {
        return Enum.class.isAssignableFrom(annotated.getRawType()) ? null : super.findFormat(config, annotated);
    }

    private static boolean isOfEnum(Annotated annotated) {
        return annotated instanceof AnnotatedMember member && Enum.class.isAssignableFrom(member.getDeclaringClass());
    }
}
