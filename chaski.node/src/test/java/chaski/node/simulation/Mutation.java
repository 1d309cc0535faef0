package chaski.node.simulation;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import chaski.node.declaration.InboundFlow;
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
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Mistakes that the engine must not make, each a small change of its classes as they are loaded; the classes themselves know nothing. */
enum Mutation {
    /** Credit is sent as increments. */
    CREDIT_AS_INCREMENTS {
        @Override
        void describe(Map<String, AsmVisitorWrapper> changes) {
            changes.put(DECLARATION + "InboundFlow", advice(CreditAsIncrements.Granting.class, named("grant")));
            changes.put(SESSION + "Flow", advice(CreditAsIncrements.Taking.class, named("grant")));
            changes.put(SESSION + "ControlState", insteadOfGranted("increment", named("renderCredits")));
            changes.put(DECLARATION + "Declarations", insteadOfGranted("told", named("change")));
        }
    },

    /** The old link is read after the fence. */
    OLD_LINK_READ {
        @Override
        void describe(Map<String, AsmVisitorWrapper> changes) {
            changes.put(SESSION + "Arrivals", advice(OldLinkRead.class, named("data")));
        }
    },

    /** The ring is freed while a link holds it. */
    RING_FREED_EARLY {
        @Override
        void describe(Map<String, AsmVisitorWrapper> changes) {
            changes.put("chaski.node.log.LogReader", advice(RingFreedEarly.class, named("heldFrom")));
        }
    },

    /** A position is counted twice. */
    POSITION_COUNTED_TWICE {
        @Override
        void describe(Map<String, AsmVisitorWrapper> changes) {
            changes.put(SESSION + "Arrivals", advice(PositionCountedTwice.class, named("joined")));
        }
    },

    /** A resubscription is given old data. */
    OLD_DATA_TO_NEW_SUBSCRIPTION {
        @Override
        void describe(Map<String, AsmVisitorWrapper> changes) {
            changes.put(SESSION + "Deliveries", advice(OldDataToNewSubscription.class, named("onSessionRecord")));
        }
    },

    /** Data goes before declarations. */
    DATA_BEFORE_DECLARATIONS {
        @Override
        void describe(Map<String, AsmVisitorWrapper> changes) {
            changes.put(SESSION + "Outbound", advice(DataBeforeDeclarations.class, named("appendSmall")));
        }
    },

    /** {@code offer} is not atomic over peers. */
    OFFER_IN_PARTS {
        @Override
        void describe(Map<String, AsmVisitorWrapper> changes) {
            changes.put(
                    SESSION + "DefaultRoute",
                    advice(OfferInParts.class, named("offer").and(takesArguments(6))));
        }
    },

    /** Sequence and append are not atomic; the number is the caller's, so what is changed is when the route appends. */
    LATE_APPEND {
        @Override
        void describe(Map<String, AsmVisitorWrapper> changes) {
            changes.put(
                    SESSION + "DefaultRoute",
                    advice(LateAppend.class, named("offer").and(takesArguments(5))));
        }
    },

    /** A stale incarnation is accepted. */
    STALE_INCARNATION_ACCEPTED {
        @Override
        void describe(Map<String, AsmVisitorWrapper> changes) {
            changes.put(SESSION + "Sessions", advice(StaleIncarnationAccepted.class, named("checkIdentity")));
        }
    },

    /** The acknowledgement comes before the hand-over. */
    EARLY_ACKNOWLEDGEMENT {
        @Override
        void describe(Map<String, AsmVisitorWrapper> changes) {
            changes.put(SESSION + "Arrivals", advice(EarlyAcknowledgement.class, named("handedOver")));
        }
    };

    private static final String SESSION = "chaski.node.session.";
    private static final String DECLARATION = "chaski.node.declaration.";

    abstract void describe(Map<String, AsmVisitorWrapper> changes);

    /** What is changed, by the name of the class. */
    Map<String, AsmVisitorWrapper> changes() {
        Map<String, AsmVisitorWrapper> changes = new HashMap<>();
        describe(changes);
        return changes;
    }

    private static AsmVisitorWrapper advice(Class<?> advice, ElementMatcher<? super MethodDescription> where) {
        return Advice.to(advice).on(where);
    }

    private static AsmVisitorWrapper insteadOfGranted(
            String replacement, ElementMatcher<? super MethodDescription> where) {
        try {
            return MemberSubstitution.relaxed()
                    .method(named("granted"))
                    .replaceWith(CreditAsIncrements.class.getMethod(replacement, InboundFlow.class))
                    .on(where);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }
}
