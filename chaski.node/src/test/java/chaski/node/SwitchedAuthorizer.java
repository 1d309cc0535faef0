package chaski.node;

import chaski.api.security.AccessRequest;
import chaski.api.security.Authorizer;
import chaski.api.security.Decision;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Allows everything but what a test denies, and reports each change. */
final class SwitchedAuthorizer implements Authorizer {

    static final String RULE = "grants.json:7 (denied)";

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Predicate<AccessRequest> denied = request -> false;

    void deny(Predicate<AccessRequest> what) {
        denied = what;
        listeners.forEach(Runnable::run);
    }

    void allowAll() {
        deny(request -> false);
    }

    @Override
    public Decision decide(AccessRequest request) {
        return denied.test(request) ? Decision.refuse(RULE) : Decision.allow("test");
    }

    @Override
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }
}
