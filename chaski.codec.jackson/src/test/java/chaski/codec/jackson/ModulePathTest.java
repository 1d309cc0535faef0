package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The codec as a module, beside a user's module, in their own layer. */
class ModulePathTest {

    private static final String PUBLIC_RECORD = "package lab; public record Reading(String sensor, double value) {}";
    private static final String HIDDEN_RECORD = "package lab; record Reading(String sensor, double value) {}";

    @Test
    void aRecordOfAClosedPackageIsRefusedNamingTheMissingOpens(@TempDir Path folder) throws Exception {
        Object codec = codec(layer(folder, "module lab {}", PUBLIC_RECORD));

        assertThat(refusal(codec))
                .contains("the module lab does not open the package of lab.Reading")
                .contains("add 'opens lab to tools.jackson.databind;' to its module-info.java");
    }

    @Test
    void aHiddenRecordOfAnExportedPackageIsRefusedNamingTheMissingOpens(@TempDir Path folder) throws Exception {
        Object codec = codec(layer(folder, "module lab { exports lab; }", HIDDEN_RECORD));

        assertThat(refusal(codec)).contains("add 'opens lab to tools.jackson.databind;'");
    }

    @Test
    void aRecordWithinARecordIsCheckedToo(@TempDir Path folder) throws Exception {
        Object codec = codec(layer(
                folder,
                "module lab { exports lab; }",
                "package lab; public record Reading(java.util.List<Hidden> all) { record Hidden(int n) {} }"));

        assertThat(refusal(codec)).contains("does not open the package of lab.Reading$Hidden");
    }

    @Test
    void anOpenPackageIsReadAndWritten(@TempDir Path folder) throws Exception {
        assertThat(roundTrip(codec(layer(folder, "module lab { opens lab; }", HIDDEN_RECORD))))
                .isEqualTo("Reading[sensor=a, value=1.5]");
    }

    @Test
    void aPublicRecordOfAnExportedPackageNeedsNoOpens(@TempDir Path folder) throws Exception {
        assertThat(roundTrip(codec(layer(folder, "module lab { exports lab; }", PUBLIC_RECORD))))
                .isEqualTo("Reading[sensor=a, value=1.5]");
    }

    private static ModuleLayer layer(Path folder, String moduleInfo, String record) throws IOException {
        Path lab = CompiledTypes.into(folder, "module-info.java", moduleInfo, "lab/Reading.java", record);
        List<Path> jackson = CompiledTypes.classPath().stream()
                .filter(p -> p.toString().matches(".*(jackson|chaski\\.api|jspecify).*"))
                .filter(p -> !p.endsWith("test-classes"))
                .toList();
        ModuleFinder found = ModuleFinder.compose(ModuleFinder.of(lab), ModuleFinder.of(jackson.toArray(Path[]::new)));
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration().resolve(found, ModuleFinder.of(), Set.of("lab", "chaski.codec.jackson"));
        return boot.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
    }

    /** The layer's codec for CBOR: its types are not those of this test, so it is called by reflection. */
    private static Object codec(ModuleLayer layer) throws ReflectiveOperationException {
        Class<?> service = layer.findLoader("chaski.api").loadClass("chaski.api.codec.Codec");
        for (Object codec : ServiceLoader.load(layer, service)) {
            if (codec.toString().equals("cbor")) {
                return codec;
            }
        }
        throw new AssertionError("no codec named cbor in the layer");
    }

    private static Class<?> record(Object codec) throws ClassNotFoundException {
        return codec.getClass().getModule().getLayer().findLoader("lab").loadClass("lab.Reading");
    }

    private static Object prepare(Object codec) throws ReflectiveOperationException {
        return api(codec, "Codec").getMethod("forType", Type.class).invoke(codec, record(codec));
    }

    private static String refusal(Object codec) throws ReflectiveOperationException {
        try {
            return "prepared " + prepare(codec);
        } catch (InvocationTargetException e) {
            assertThat(e.getCause().getClass().getName()).isEqualTo("chaski.api.CodecException");
            return e.getCause().getMessage();
        }
    }

    private static String roundTrip(Object codec) throws ReflectiveOperationException {
        Object payload = prepare(codec);
        var constructor = record(codec).getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Class<?> api = api(codec, "PayloadCodec");
        api.getMethod("encode", Object.class, OutputStream.class)
                .invoke(payload, constructor.newInstance("a", 1.5), out);
        Object back = api.getMethod("decode", ByteBuffer.class).invoke(payload, ByteBuffer.wrap(out.toByteArray()));
        return back.toString();
    }

    private static Class<?> api(Object codec, String name) throws ClassNotFoundException {
        return codec.getClass().getClassLoader().loadClass("chaski.api.codec." + name);
    }
}
