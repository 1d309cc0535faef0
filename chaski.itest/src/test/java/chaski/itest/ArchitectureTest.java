package chaski.itest;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules for the code of all modules. A rule that is an obstacle is changed here, with an ADR. */
@Tag("slow")
final class ArchitectureTest {

    /** Modules with a public interface; all others export nothing. */
    private static final Set<String> EXPORTING = Set.of("chaski.api", "chaski.ca", "chaski.security", "chaski.testkit");

    /** Programs, not libraries: they write to the standard streams. */
    private static final String[] PROGRAMS = {"chaski.cli..", "chaski.examples..", "chaski.bench.."};

    /** The composition roots: they create threads, read the clock, and contain the DS components. */
    private static final List<String> ROOTS = Built.classes().stream()
            .map(ArchitectureTest::moduleName)
            .filter(name -> !EXPORTING.contains(name))
            .toList();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPaths(Built.classes());

    @Test
    void everyModuleIsLookedAt() {
        assertThat(Built.classes().stream().map(ArchitectureTest::moduleName))
                .contains("chaski.api", "chaski.testkit", "chaski.node", "chaski.streamer", "chaski.cli");
        assertThat(CLASSES).isNotEmpty();
    }

    @Test
    void packagesDependOnEachOtherWithoutCycles() {
        keep(slices().matching("(**)").should().beFreeOfCycles());
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = CLASSES.stream()
                .map(type -> type.getPackage())
                .filter(pack -> !pack.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(java.util.TreeSet::new));

        assertThat(unmarked).isEmpty();
    }

    @Test
    void everyPackageLiesBelowItsModulesName() {
        for (Path classes : Built.classes()) {
            String module = moduleName(classes);
            assertThat(descriptor(classes).packages()).as(module).allSatisfy(name -> assertThat(name + ".")
                    .startsWith(module + "."));
        }
    }

    @Test
    void implementationsAreExportedByNoModule() {
        for (Path classes : Built.classes()) {
            if (!EXPORTING.contains(moduleName(classes))) {
                assertThat(descriptor(classes).exports())
                        .as(moduleName(classes))
                        .isEmpty();
            }
        }
    }

    @Test
    void librariesWriteNothingToTheStandardStreams() {
        keep(noClasses().that().resideOutsideOfPackages(PROGRAMS).should(ACCESS_STANDARD_STREAMS));
    }

    @Test
    void engineIsHandedTimeThreadsAndChance() {
        keep(noClasses()
                .that()
                .resideInAPackage("chaski.node.*..")
                .and()
                .resideOutsideOfPackage("chaski.node.context")
                .should()
                .accessTargetWhere(JavaAccess.Predicates.targetOwner(DescribedPredicate.alwaysFalse())
                        .or(callOf(System.class, "nanoTime", "currentTimeMillis"))
                        .or(callOf(java.util.UUID.class, "randomUUID"))
                        .or(callOf(Math.class, "random"))
                        .or(callOf(java.time.Instant.class, "now"))
                        .or(callOf(java.time.Clock.class, "systemUTC", "systemDefaultZone", "system"))
                        .or(callOf(ThreadLocalRandom.class))
                        .or(callOf(Executors.class))
                        .or(callOf(ForkJoinPool.class))
                        .or(callOf(Thread.class, "<init>", "start", "sleep", "startVirtualThread", "ofVirtual"))
                        .or(callOf(java.util.Timer.class))
                        .or(callOf(java.util.Random.class, "<init>"))
                        .or(callOf(java.security.SecureRandom.class)))
                .because("a simulated network drives the engine under virtual time, and a seed replays it"));
    }

    @Test
    void engineOwnsNoSocket() {
        keep(noClasses()
                .that()
                .resideInAPackage("chaski.node..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "io.netty.."));
    }

    @Test
    void osgiTypesStayInTheRootAndOsgiPackages() {
        keep(noClasses()
                .that(named(
                        "lie below a root package",
                        type -> !ROOTS.contains(type.getPackageName())
                                && !type.getPackageName().endsWith(".osgi")
                                && !type.getPackageName().startsWith("chaski.cli.")
                                && !type.getPackageName().startsWith("chaski.rsa.") // OSGi is its subject
                                && ROOTS.stream()
                                        .anyMatch(root -> type.getPackageName().startsWith(root + "."))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.osgi.."));
    }

    @Test
    void interfaceNeedsTheJdkOnly() {
        keep(noClasses()
                .that()
                .resideInAPackage("chaski.api..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "chaski.api..", "java..", "javax.net.ssl..", "org.jspecify..", "org.osgi.annotation.."));
    }

    @Test
    void modulesReachTheEngineThroughTheInterfaceOnly() {
        keep(noClasses()
                .that()
                .resideOutsideOfPackage("chaski.node..")
                .should()
                .dependOnClassesThat(resideInAPackage("chaski.node..")));
    }

    @Test
    void nobodyUsesJavaSerialization() {
        keep(noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream"));
    }

    private static void keep(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    /** An access to a member of a type, or of a type that extends it; to any member if none is named. */
    private static DescribedPredicate<JavaAccess<?>> callOf(Class<?> owner, String... members) {
        List<String> names = Arrays.asList(members);
        return named(
                owner.getSimpleName() + names,
                access -> access.getTargetOwner().isEquivalentTo(owner)
                        && (names.isEmpty() || names.contains(access.getName())));
    }

    private static <T> DescribedPredicate<T> named(String description, java.util.function.Predicate<T> test) {
        return DescribedPredicate.describe(description, test);
    }

    private static String moduleName(Path classes) {
        return descriptor(classes).name();
    }

    private static ModuleDescriptor descriptor(Path classes) {
        return ModuleFinder.of(classes).findAll().stream()
                .map(ModuleReference::descriptor)
                .findFirst()
                .orElseThrow();
    }
}
