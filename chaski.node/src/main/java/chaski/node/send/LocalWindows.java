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
 * The windows of this node's own subscriptions, as publishers take room in them. They have one place in the order of all windows: that
 * of this node's id among the peers' ids, and then that of their declarations.
 *
 * <p>The static methods are for a message that does not wait: it gets room in all windows or in none. An instance is what one waiting message
 * has and waits for, used by one publishing thread at a time.
 */
public final class LocalWindows {

    private final Map<DeclarationHandle, Reservation> all = new LinkedHashMap<>(2);
    private final Set<DeclarationHandle> visited = new HashSet<>(2);
    private final List<Runnable> notifications = new ArrayList<>(2);

    /** Takes room in all windows or in none: the one that has none, or {@code null} if all have. */
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

    /** Gives back what {@link #tryReserve} took; for a caller that holds no lock. */
    public static void unreserve(List<? extends DeclarationHandle> windows, long cost) {
        for (int i = 0; i < windows.size(); i++) {
            ((LocalDeclaration) windows.get(i)).unreserve(cost);
        }
    }

    /** Before each attempt. */
    void begin() {
        visited.clear();
    }

    /**
     * Takes room in one window, or a place in its queue; sessions may be locked.
     *
     * @param served run when the room that was waited for is there
     * @return whether the room is there
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

    /** The message goes out: the caller has the room now. */
    public void used() {
        visited.forEach(all::remove);
    }

    /** After each attempt, when no session is locked any more: gives up what the attempt did not come to. */
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

    /** Gives everything up. */
    void close() {
        begin();
        end();
    }
}
