package chaski.node.send;

import chaski.api.protocol.DeclarationHandle;
import chaski.node.declaration.LocalDeclaration;
import chaski.node.declaration.Reservation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The windows of this node's own subscriptions, as publishers reserve room in them. In the order of all windows they
 * are placed by this node's id among the ids of the peers, and then by the numbers of their declarations.
 *
 * <p>The static methods are for a message that does not wait: it reserves room in all windows or in none. An instance
 * holds what one waiting message has reserved and waits for, and is used by one publishing thread at a time.
 */
public final class LocalWindows {

    private final Map<DeclarationHandle, Reservation> all = new LinkedHashMap<>(2);
    private final Set<DeclarationHandle> visited = new HashSet<>(2);
    private final List<Runnable> notifications = new ArrayList<>(2);

    /** Reserves room in all windows or in none. Returns the window without room, or {@code null} if all have room. */
    public static @Nullable DeclarationHandle tryReserve(List<? extends DeclarationHandle> windows, long cost) {
        for (int i = 0; i < windows.size(); i++) {
            DeclarationHandle window = windows.get(i);
            if (!window.tryReserve(cost)) {
                unreserve(windows.subList(0, i), cost);
                ((LocalDeclaration) window).refused();
                return window;
            }
        }
        return null;
    }

    /** Releases what {@link #tryReserve} reserved. The caller holds no lock. */
    public static void unreserve(List<? extends DeclarationHandle> windows, long cost) {
        for (int i = 0; i < windows.size(); i++) {
            ((LocalDeclaration) windows.get(i)).unreserve(cost);
        }
    }

    /** Called before each attempt. */
    void begin() {
        visited.clear();
    }

    /**
     * Reserves room in one window, or a place in its queue. Sessions may be locked.
     *
     * @param served run once the room that was waited for is reserved
     * @return true if the room is reserved
     */
    public boolean reserve(DeclarationHandle window, long cost, Runnable served) {
        visited.add(window);
        Reservation reservation = all.get(window);
        if (reservation == null) {
            reservation = ((LocalDeclaration) window).reserve(cost, served, notifications);
            all.put(window, reservation);
        }
        return reservation.isHeld();
    }

    /** Passes the reserved room to the caller, which sends the message. */
    public void used() {
        visited.forEach(all::remove);
    }

    /** Called after each attempt, when no session is locked any more. Releases what the attempt did not reach. */
    void end() {
        List<Runnable> due = List.copyOf(notifications);
        notifications.clear();
        due.forEach(Runnable::run);
        all.entrySet().removeIf(entry -> {
            boolean left = !visited.contains(entry.getKey());
            if (left) {
                entry.getValue().cancel();
            }
            return left;
        });
    }

    /** Releases everything. */
    void close() {
        begin();
        end();
    }
}
