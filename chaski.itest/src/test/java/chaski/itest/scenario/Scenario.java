package chaski.itest.scenario;

import java.time.Duration;
import java.util.Locale;

/** The scenarios that {@link ScenarioRunner} can run. */
enum Scenario {
    WITHDRAWN_SUBSCRIPTION(WithdrawnSubscription::run),
    CIRCULAR_WAITS_LARGE(context -> CircularWaits.run(context, 1, 40_000, 65_536)),
    CIRCULAR_WAITS_SMALL(context -> CircularWaits.run(context, 3, 400, 600)),
    KILLED_SUBSCRIBER_PUBLISH(context -> KilledSubscriber.run(context, PublishMode.PUBLISH)),
    KILLED_SUBSCRIBER_OFFER(context -> KilledSubscriber.run(context, PublishMode.OFFER)),
    KILLED_SUBSCRIBER_ASYNC(context -> KilledSubscriber.run(context, PublishMode.ASYNC)),
    KILLED_SUBSCRIBER_FULL_LOG(KilledSubscriber::runWithSmallLog),
    STOPPED_SUBSCRIBER_OFFER(context -> StoppedSubscriber.run(context, PublishMode.OFFER)),
    STOPPED_SUBSCRIBER_ASYNC(context -> StoppedSubscriber.run(context, PublishMode.ASYNC)),
    SLOW_SUBSCRIBER_REPORTED(SlowSubscriber::reported),
    SLOW_SUBSCRIBER_CUT_PUBLISH(context -> SlowSubscriber.cut(context, PublishMode.PUBLISH)),
    SLOW_SUBSCRIBER_CUT_OFFER(context -> SlowSubscriber.cut(context, PublishMode.OFFER)),
    SLOW_SUBSCRIBER_CUT_ASYNC(context -> SlowSubscriber.cut(context, PublishMode.ASYNC)),
    KILLED_EXPORTER_CALL_ALL(KilledExporter::callAll),
    KILLED_EXPORTER_IDEMPOTENT(KilledExporter::idempotentCall),
    KILLED_EXPORTER_OBSERVE(KilledExporter::observe),
    KILLED_EXPORTER_LISTED(KilledExporter::listed),
    KILLED_CALLER(KilledCaller::run),
    RESTARTED_SUBSCRIBER(RestartedSubscriber::run),
    CLOSE_IN_HANDLER(ClosingInside::handler),
    CLOSE_IN_INLINE_HANDLER(ClosingInside::inlineHandler),
    CLOSE_IN_EXPORTED_METHOD(ClosingInside::exportedMethod),
    CLOSE_IN_EVENT_LISTENER(ClosingInside::eventListener),
    CLOSE_IN_RECEIPT(ClosingInside::receipt),
    TINY_MACHINE_STREAM(TinyMachine::stream),
    TINY_MACHINE_SLOW_SUBSCRIBERS(TinyMachine::slowSubscribers),
    TINY_MACHINE_DESCRIPTORS(TinyMachine::descriptors),
    TINY_MACHINE_DISK(TinyMachine::disk),
    RESET_LINKS(ResetLinks::run),
    SLOW_READER(SlowReader::run),
    ATTACK_SILENCE(Run.ALONE, context -> AttackedNode.refuses(context, RawAttacks::silence)),
    ATTACK_HANGING_UP(Run.ALONE, context -> AttackedNode.bears(context, RawAttacks::hangingUp)),
    ATTACK_OTHER_PROTOCOLS(Run.ALONE, context -> AttackedNode.refuses(context, RawAttacks::otherProtocols)),
    ATTACK_SLOWLORIS(Run.ALONE, context -> AttackedNode.refuses(context, RawAttacks::slowloris));

    /** The longest that one may take, so that an endless wait fails and is reported. */
    static final Duration LIMIT = Duration.ofSeconds(60 + ResetLinks.RESETS / 2);

    /** A program that returns if its check succeeds, and throws otherwise. */
    @FunctionalInterface
    interface Program {
        void run(ScenarioContext context) throws Exception;
    }

    /** Runs beside others, since most scenarios wait most of the time, or alone, since it measures the process. */
    private enum Run {
        BESIDE_OTHERS,
        ALONE
    }

    private final Run run;
    private final Program program;

    Scenario(Program program) {
        this(Run.BESIDE_OTHERS, program);
    }

    Scenario(Run run, Program program) {
        this.run = run;
        this.program = program;
    }

    boolean isAlone() {
        return run == Run.ALONE;
    }

    void run(ScenarioContext context) throws Exception {
        program.run(context);
    }

    /** {@return its name as an argument of a command} */
    String argument() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Scenario named(String argument) {
        return valueOf(argument.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
