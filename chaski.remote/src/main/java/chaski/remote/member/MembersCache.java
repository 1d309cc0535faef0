package chaski.remote.member;

/**
 * What was found out about types. Each is kept by its class and goes with it, or with this cache. Thread-safe.
 */
public final class MembersCache {

    private final ClassValue<Members> byClass = new ClassValue<>() {
        @Override
        protected Members computeValue(Class<?> type) {
            return new Members(type);
        }
    };

    /** Nothing is found out yet. */
    public MembersCache() {}

    /**
     * Looks through a type, once.
     *
     * @param type an interface, or a class
     * @return its members
     */
    public Members of(Class<?> type) {
        return byClass.get(type);
    }
}
