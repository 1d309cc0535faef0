package chaski.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.protocol.Declaration;
import chaski.node.declaration.InboundCredit;
import chaski.node.declaration.LocalDeclaration;
import chaski.node.frame.FrameBatch;
import chaski.node.send.SendChannel;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DeclarationExchangeTest {

    private static final int CHANNEL = 3;
    private static final TopicPattern PATTERN = TopicPattern.of("t");

    private final SessionScene scene = new SessionScene();
    private final OwnerMarks owner = new OwnerMarks(2);
    private final SendChannel sendChannel = scene.resources.sendChannel(owner, SessionScene.peer(1000, 1000));
    private final ControlState control = new ControlState(scene.resources.declarations(), number -> {});
    private final List<String> reports = new ArrayList<>();
    private final Object link = "the link";
    private final DeclarationExchange exchange = new DeclarationExchange(
            scene.resources,
            new SessionId(1, 2),
            sendChannel,
            control,
            scene.resources.task(() -> reports.add("declared")),
            scene.resources.task(() -> reports.add("credit kept")));

    private long declaredSent;

    DeclarationExchangeTest() {
        exchange.opened();
        exchange.repeat(link);
        render();
        owner.wakes = 0;
    }

    private LocalDeclaration declare() {
        return scene.resources
                .declarations()
                .declare(CHANNEL, new Declaration(PATTERN, 1000), UnaryOperator.identity());
    }

    private static DeclarationChange added(long id) {
        return new DeclarationChange.Added(id, id, CHANNEL, PATTERN, false, 0);
    }

    /** Writes what is marked. */
    private long render() {
        FrameBatch batch = new FrameBatch();
        batch.begin(0, 0, 65536);
        while (control.isDue(link)) {
            declaredSent = control.render(link, batch, exchange, declaredSent);
        }
        return batch.finish();
    }

    @Test
    void whatThisNodeDeclaresIsMarkedAndWakesTheLink() {
        declare();

        assertThat(owner.wakes).isEqualTo(1);
        assertThat(render()).isPositive();
    }

    @Test
    void creditIsMarkedAndWakesTheLink() {
        InboundCredit credit = (InboundCredit) exchange.credit(declare());
        render();
        owner.wakes = 0;

        exchange.creditChanged(credit);

        assertThat(owner.wakes).isEqualTo(1);
        assertThat(control.isDue(link)).isTrue();
    }

    @Test
    void aNewLinkSendsEverythingAgain() {
        declare();
        long declared = render();
        assertThat(render()).isZero();

        exchange.repeat(link);
        declaredSent = exchange.applied();

        assertThat(render()).isGreaterThanOrEqualTo(declared);
    }

    @Test
    void whatThePeerDeclaresIsRoutedToIt() {
        exchange.apply(List.of(added(1)), 1);
        exchange.apply(List.of(added(2)), 2);
        scene.runTasks();

        assertThat(scene.resources.router().match(CHANNEL, Topic.of("t")).flows())
                .hasSize(2)
                .allMatch(match -> match.outbound() == sendChannel);
        assertThat(reports).as("both changes together").containsExactly("declared");
    }

    @Test
    void aPeerThatDeclaresTooMuchBreaksTheProtocol() {
        for (int id = 1; id <= SessionScene.TOPICS_PER_PEER; id++) {
            exchange.apply(List.of(added(id)), id);
        }
        exchange.check(2 * SessionScene.TOPICS_PER_PEER);

        assertThatThrownBy(() -> exchange.check(2 * SessionScene.TOPICS_PER_PEER + 1))
                .isInstanceOf(ProtocolException.class);
        long next = SessionScene.TOPICS_PER_PEER + 1;
        assertThatThrownBy(() -> exchange.apply(List.of(added(next)), next)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void creditThatThePeerKeepsIsReportedWithItsFlow() {
        InboundCredit credit = (InboundCredit) exchange.credit(declare());

        exchange.creditKept(credit);
        exchange.creditKept(credit);
        scene.runTasks();

        assertThat(exchange.keptFlow()).isSameAs(credit);
        assertThat(reports).containsExactly("credit kept");
    }

    @Test
    void aWithdrawalIsOverOnceThePeerHasAppliedItOrEnds() {
        LocalDeclaration first = declare();
        LocalDeclaration second = declare();
        render();
        first.withdraw(() -> reports.add("first"));
        second.withdraw(() -> reports.add("second"));

        exchange.applied(first.withdrawnVersion());
        assertThat(reports).containsExactly("first");
        assertThat(exchange.applied()).isEqualTo(first.withdrawnVersion());
        exchange.closed();

        assertThat(reports).containsExactly("first", "second");
    }
}
