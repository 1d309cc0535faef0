package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import java.io.ByteArrayOutputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassLoaderTest {

    private static final String SOURCE =
            "package user; public record Sample(int n, java.util.List<Sample> more, Kind kind)"
                    + " { public enum Kind { A, B } }";

    @Test
    void theLoaderOfATypeCanGoWhenItsCodecIsGone(@TempDir Path folder) throws Exception {
        Path classes = CompiledTypes.into(folder, "user/Sample.java", SOURCE);

        for (Codec codec : List.of(new CborCodec(), new JsonCodec())) {
            WeakReference<ClassLoader> loader = useOnce(codec, classes);

            await().atMost(Duration.ofSeconds(30)).until(() -> {
                System.gc();
                return loader.refersTo(null);
            });
            assertThat(codec.name()).isNotEmpty();
        }
    }

    @Test
    void aTypeIsReadInItsOwnClassSpace(@TempDir Path folder) throws Exception {
        Path classes = CompiledTypes.into(folder, "user/Sample.java", SOURCE);
        URL[] urls = {classes.toUri().toURL()};
        byte[] json = "{\"n\":1,\"more\":[{\"n\":2}]}".getBytes(StandardCharsets.UTF_8);

        try (URLClassLoader left = new URLClassLoader(urls, null);
                URLClassLoader right = new URLClassLoader(urls, null)) {
            Codec codec = new JsonCodec();
            for (ClassLoader loader : List.of(left, right)) {
                Class<?> type = loader.loadClass("user.Sample");
                Object value = codec.forType(type).decode(ByteBuffer.wrap(json));

                assertThat(value.getClass()).isSameAs(type);
                List<?> more = (List<?>) type.getMethod("more").invoke(value);
                assertThat(more.get(0).getClass()).isSameAs(type);
            }
        }
    }

    private static WeakReference<ClassLoader> useOnce(Codec codec, Path classes) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            PayloadCodec<Object> payload = codec.forType(loader.loadClass("user.Sample"));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Class<?> type = loader.loadClass("user.Sample");
            payload.encode(type.getConstructors()[0].newInstance(1, List.of(), null), out);
            // not compared: the equals of a record leaves method handles behind that the JVM holds softly
            Object back = payload.decode(ByteBuffer.wrap(out.toByteArray()));
            assertThat(type.getMethod("n").invoke(back).toString()).isEqualTo("1");
            return new WeakReference<>(loader);
        }
    }
}
