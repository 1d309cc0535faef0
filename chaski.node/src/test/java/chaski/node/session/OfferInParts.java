package chaski.node.session;

import chaski.api.protocol.Route;
import chaski.node.send.WaitTicket;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** A message that one peer cannot accept now is nevertheless sent to the others. */
public final class OfferInParts {

    private OfferInParts() {}

    @Advice.OnMethodExit
    public static void offer(
            @Advice.This Object fanOut,
            @Advice.Argument(0) Object targets,
            @Advice.Argument(1) long sequence,
            @Advice.Argument(2) ByteBuffer head,
            @Advice.Argument(3) ByteBuffer body,
            @Advice.Return int result) {
        if (result == Route.BLOCKED) {
            giveToSome(fanOut, targets, sequence, head, body);
        }
    }

    public static void giveToSome(Object fanOut, Object targets, long sequence, ByteBuffer head, ByteBuffer body) {
        try {
            Object all = call(targets, "all");
            for (int i = 0; Array.getLength(all) > 1 && i < Array.getLength(all); i++) {
                Object one = Array.newInstance(all.getClass().getComponentType(), 1);
                Array.set(one, 0, Array.get(all, i));
                Constructor<?> made = targets.getClass().getDeclaredConstructors()[0];
                made.setAccessible(true);
                Object alone = made.newInstance(call(targets, "epoch"), one, 1, 0);
                Method offer = fanOut.getClass()
                        .getDeclaredMethod(
                                "offer",
                                targets.getClass(),
                                long.class,
                                ByteBuffer.class,
                                ByteBuffer.class,
                                List.class,
                                Route.Receipt.class,
                                WaitTicket.class);
                offer.setAccessible(true);
                offer.invoke(fanOut, alone, sequence, head, body, List.of(), null, null);
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the fan-out is made differently", e);
        }
    }

    private static Object call(Object record, String accessor) throws ReflectiveOperationException {
        Method method = record.getClass().getDeclaredMethod(accessor);
        method.setAccessible(true);
        return method.invoke(record);
    }
}
