package chaski.streamer.subscribe;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one session by number: open addressing, because a lookup is made for each message and the numbers are
 * long. Confined to the session's I/O thread.
 */
final class RouteTable {

    /** More than a node may have publishers by default, sixteen for each of its 1,024 topics. */
    static final int MAX_ROUTES = 65_536;

    private static final int FIRST_SLOTS = 16;

    /** Spreads numbers that follow each other, and others, over the slots: 2 to the 64th by the golden ratio. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] numbers = new long[FIRST_SLOTS];
    private @Nullable InboundRoute[] routes = new @Nullable InboundRoute[FIRST_SLOTS];
    private int size;

    private long lastNumber;
    private @Nullable InboundRoute last;

    @Nullable
    InboundRoute find(long number) {
        InboundRoute recent = last;
        if (recent != null && lastNumber == number) {
            return recent;
        }
        InboundRoute found = routes[slot(number)];
        lastNumber = number;
        last = found;
        return found;
    }

    boolean isFull() {
        return size >= MAX_ROUTES;
    }

    /** Adds a route with an unused number. */
    void add(long number, InboundRoute route) {
        if (size * 2 >= routes.length) {
            grow();
        }
        insert(number, route);
        size++;
        last = null;
    }

    @Nullable
    InboundRoute remove(long number) {
        int slot = slot(number);
        InboundRoute removed = routes[slot];
        if (removed != null) {
            routes[slot] = null;
            size--;
            last = null;
            closeGap(slot);
        }
        return removed;
    }

    /** Runs an action for each route. */
    void forEach(Consumer<InboundRoute> action) {
        for (InboundRoute route : routes) {
            if (route != null) {
                action.accept(route);
            }
        }
    }

    /** Empties the table and returns its contents. */
    InboundRoute[] clear() {
        InboundRoute[] all = new InboundRoute[size];
        int count = 0;
        for (InboundRoute route : routes) {
            if (route != null) {
                all[count++] = route;
            }
        }
        routes = new @Nullable InboundRoute[FIRST_SLOTS];
        numbers = new long[FIRST_SLOTS];
        size = 0;
        last = null;
        return all;
    }

    private int home(long number) {
        return (int) ((number * SPREAD) >>> 32) & (routes.length - 1);
    }

    /** The slot of the number, or the empty slot where it belongs. */
    private int slot(long number) {
        int mask = routes.length - 1;
        int slot = home(number);
        while (routes[slot] != null && numbers[slot] != number) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void insert(long number, InboundRoute route) {
        int slot = slot(number);
        numbers[slot] = number;
        routes[slot] = route;
    }

    /** Entries that were displaced because the slot was taken move back, so that no search ends at the gap. */
    private void closeGap(int gap) {
        int mask = routes.length - 1;
        int slot = (gap + 1) & mask;
        InboundRoute route = routes[slot];
        while (route != null) {
            routes[slot] = null;
            insert(numbers[slot], route);
            slot = (slot + 1) & mask;
            route = routes[slot];
        }
    }

    private void grow() {
        long[] oldNumbers = numbers;
        @Nullable InboundRoute[] oldRoutes = routes;
        numbers = new long[oldNumbers.length * 2];
        routes = new @Nullable InboundRoute[oldNumbers.length * 2];
        for (int i = 0; i < oldRoutes.length; i++) {
            InboundRoute route = oldRoutes[i];
            if (route != null) {
                insert(oldNumbers[i], route);
            }
        }
    }
}
