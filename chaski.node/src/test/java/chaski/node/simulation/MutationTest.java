package chaski.node.simulation;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import chaski.node.log.RingFreedEarly;
import chaski.node.session.CreditAsIncrements;
import chaski.node.session.DataBeforeDeclarations;
import chaski.node.session.EarlyAcknowledgement;
import chaski.node.session.LateAppend;
import chaski.node.session.OfferInParts;
import chaski.node.session.OldDataToNewSubscription;
import chaski.node.session.OldLinkRead;
import chaski.node.session.PositionCountedTwice;
import chaski.node.session.StaleIncarnationAccepted;
import chaski.testkit.mutation.Alteration;
import chaski.testkit.mutation.Mutation;
import chaski.testkit.mutation.MutationCheck;
import chaski.testkit.mutation.MutationContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Mistakes that the engine must not make; the worlds, or the tests named here, must find each. */
@Tag("slow")
class MutationTest extends MutationContract {

    private static final String SESSION = "chaski.node.session.";
    private static final String DECLARATION = "chaski.node.declaration.";
    private static final MutationCheck WORLDS = MutationCheck.seeds("chaski.node.simulation.Seed", 300);

    @Override
    protected Stream<Mutation> mutations() {
        return worlds();
    }

    private static Stream<Mutation> worlds() {
        return Stream.of(
                Mutation.named("credit is sent as increments")
                        .by(
                                Alteration.advice(
                                        DECLARATION + "InboundFlow", "grant", CreditAsIncrements.Granting.class),
                                Alteration.advice(SESSION + "Flow", "grant", CreditAsIncrements.Taking.class),
                                Alteration.replacedCall(
                                        SESSION + "ControlState",
                                        named("renderCredits"),
                                        "granted",
                                        CreditAsIncrements.class,
                                        "increment"),
                                Alteration.replacedCall(
                                        DECLARATION + "Declarations",
                                        named("change"),
                                        "granted",
                                        CreditAsIncrements.class,
                                        "told"))
                        .foundBy(WORLDS),
                Mutation.named("the old link is read after the fence")
                        .by(Alteration.advice(SESSION + "Arrivals", "data", OldLinkRead.class))
                        .foundBy(WORLDS),
                Mutation.named("the ring is freed while a link holds it")
                        .by(Alteration.advice("chaski.node.log.LogReader", "heldFrom", RingFreedEarly.class))
                        .foundBy(WORLDS),
                Mutation.named("a position is counted twice")
                        .by(Alteration.advice(SESSION + "Arrivals", "joined", PositionCountedTwice.class))
                        .foundBy(WORLDS),
                Mutation.named("a resubscription is given old data")
                        .by(Alteration.advice(
                                SESSION + "Deliveries", "onSessionRecord", OldDataToNewSubscription.class))
                        .foundBy(WORLDS),
                Mutation.named("data goes before declarations")
                        .by(Alteration.advice(SESSION + "Outbound", "appendSmall", DataBeforeDeclarations.class))
                        .foundBy(WORLDS),
                Mutation.named("an offer is not atomic over peers")
                        .by(Alteration.advice(
                                SESSION + "DefaultRoute", named("offer").and(takesArguments(6)), OfferInParts.class))
                        .foundBy(WORLDS),
                Mutation.named("a numbered message is appended after the next one")
                        .by(Alteration.advice(
                                SESSION + "DefaultRoute", named("offer").and(takesArguments(5)), LateAppend.class))
                        .foundBy(WORLDS),
                Mutation.named("a stale incarnation is accepted")
                        .by(Alteration.advice(SESSION + "Sessions", "checkIdentity", StaleIncarnationAccepted.class))
                        .foundBy(WORLDS),
                Mutation.named("the acknowledgement precedes the hand-over")
                        .by(Alteration.advice(SESSION + "Arrivals", "handedOver", EarlyAcknowledgement.class))
                        .foundBy(WORLDS));
    }
}
