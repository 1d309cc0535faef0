package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each jar declares the same for the module system, OSGi and the class path, and changes only intentionally. */
final class ArtifactsIT {

    private static final String SERVICES = "META-INF/services/";

    static Stream<Path> jars() {
        return Stream.concat(Built.ownJars().stream(), Built.programs().stream());
    }

    @ParameterizedTest
    @MethodSource("jars")
    void bundleExportsWhatTheModuleExports(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String header = file.getManifest().getMainAttributes().getValue("Export-Package");
            assertThat(header == null ? Set.of() : packages(header))
                    .isEqualTo(descriptor(jar).exports().stream()
                            .map(ModuleDescriptor.Exports::source)
                            .collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void classPathFindsTheServicesThatTheModulePathFinds(Path jar) throws IOException {
        Map<String, List<String>> provided = new TreeMap<>();
        descriptor(jar).provides().forEach(service -> provided.put(service.service(), service.providers()));

        assertThat(listed(jar)).isEqualTo(provided);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void moduleIsTheOneThatWasLookedAt(Path jar) throws IOException {
        String described = run("jar", "--describe-module", "--file", jar.toString())
                .lines()
                // the first line contains the jar's path; packages that are not exported do not matter
                .skip(1)
                .filter(line -> !line.isBlank() && !line.startsWith("contains "))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));

        Golden.check(descriptor(jar).name() + ".module.txt", described);
    }

    /** Later versions of {@code javap} use other wordings in places. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_17, max = JRE.JAVA_17)
    void interfaceIsTheOneThatWasLookedAt() throws IOException {
        Path jar = Built.JARS.resolve("chaski.api.jar");
        List<String> args = new ArrayList<>(List.of("-protected", "-cp", jar.toString()));
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .forEach(args::add);
        }
        Golden.check("chaski.api.signatures.txt", publicTypes(run("javap", args.toArray(String[]::new))));
    }

    /** Keeps the public types in the output of {@code javap}, and omits the names of the source files. */
    private static String publicTypes(String printed) {
        StringBuilder types = new StringBuilder();
        boolean inPublicType = false;
        for (String line : printed.lines().toList()) {
            if (line.startsWith("Compiled from")) {
                inPublicType = false;
                continue;
            }
            if (!line.startsWith(" ") && line.endsWith("{")) {
                inPublicType = line.startsWith("public ") || line.startsWith("protected ");
            }
            if (inPublicType) {
                types.append(line).append('\n');
            }
        }
        return types.toString();
    }

    private static Map<String, List<String>> listed(Path jar) throws IOException {
        Map<String, List<String>> services = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                if (entry.getName().startsWith(SERVICES) && !entry.isDirectory()) {
                    String lines = new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    services.put(
                            entry.getName().substring(SERVICES.length()),
                            lines.lines()
                                    .map(String::strip)
                                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                                    .toList());
                }
            }
        }
        return services;
    }

    /** The names of the packages in an Export-Package header. */
    private static Set<String> packages(String header) {
        String withoutQuoted = header.replaceAll("\"[^\"]*\"", "");
        return Arrays.stream(withoutQuoted.split(","))
                .map(clause -> clause.replaceAll(";.*", ""))
                .collect(Collectors.toSet());
    }

    private static ModuleDescriptor descriptor(Path jar) {
        return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
    }

    private static String run(String tool, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = ToolProvider.findFirst(tool)
                .orElseThrow()
                .run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        assertThat(status).as("%s: %s", tool, err).isZero();
        return out.toString();
    }
}
