package chaski.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The contract is only useful if a transport that violates it does not pass. */
@Tag("slow")
class ContractFindsFaultsTest {

    @ParameterizedTest
    @EnumSource
    void faultIsFound(Faults fault) {
        FaultyContract.faulty = fault::transport;

        TestExecutionSummary summary = run(selectMethod(FaultyContract.class, fault.foundBy()));

        assertThat(summary.getTestsFoundCount()).isEqualTo(1);
        assertThat(summary.getTestsFailedCount()).isEqualTo(1);
    }

    @Test
    void transportWithoutFaultPasses() {
        FaultyContract.faulty = FaultyTransport::new;

        TestExecutionSummary summary = run(selectClass(FaultyContract.class));

        assertThat(summary.getTestsSucceededCount()).isGreaterThan(50);
        assertThat(summary.getTestsFailedCount()).isZero();
    }

    private static TestExecutionSummary run(DiscoverySelector tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request().selectors(tests).build(), listener);
        return listener.getSummary();
    }
}
