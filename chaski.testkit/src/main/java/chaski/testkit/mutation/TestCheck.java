package chaski.testkit.mutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs JUnit tests. */
record TestCheck(String className, List<String> methods) implements MutationCheck {

    @Override
    public String run(ClassLoader loader) throws ReflectiveOperationException {
        Results results = new Results();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            LauncherFactory.create().execute(discovery(loader.loadClass(className)), results);
        } finally {
            thread.setContextClassLoader(before);
        }
        if (results.started == 0) {
            throw new ClassNotFoundException("no test in " + this);
        }
        return String.join("\n", results.failures);
    }

    private LauncherDiscoveryRequest discovery(Class<?> tests) throws NoSuchMethodException {
        return request()
                .selectors(selectors(tests))
                .configurationParameter("junit.jupiter.execution.timeout.default", "30 s")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .build();
    }

    private List<DiscoverySelector> selectors(Class<?> tests) throws NoSuchMethodException {
        List<DiscoverySelector> selectors = new ArrayList<>();
        for (String name : methods) {
            selectors.add(selectMethod(
                    tests,
                    Arrays.stream(tests.getDeclaredMethods())
                            .filter(m -> m.getName().equals(name) && !m.isSynthetic())
                            .findFirst()
                            .orElseThrow(() -> new NoSuchMethodException(className + "#" + name))));
        }
        return selectors.isEmpty() ? List.of(selectClass(tests)) : selectors;
    }

    @Override
    public String toString() {
        return methods.isEmpty() ? className : className + "#" + String.join(",", methods);
    }

    /** The failures of a run. */
    private static final class Results implements TestExecutionListener {

        private final List<String> failures = new ArrayList<>();
        private int started;

        @Override
        public void executionStarted(TestIdentifier test) {
            started += test.isTest() ? 1 : 0;
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                failures.add(test.getDisplayName() + ": "
                        + result.getThrowable().map(Throwable::toString).orElse("failed"));
            }
        }
    }
}
