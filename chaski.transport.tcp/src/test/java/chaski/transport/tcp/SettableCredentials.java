package chaski.transport.tcp;

import chaski.api.security.Credentials;
import chaski.api.security.IdentityProvider;
import java.util.function.Consumer;

/** Supplies the credentials that a test gives it. */
final class SettableCredentials implements IdentityProvider {

    private volatile Credentials current;
    private volatile Consumer<? super Credentials> listener = ignored -> {};

    SettableCredentials(Credentials first) {
        this.current = first;
    }

    /** Replaces the credentials. */
    void set(Credentials next) {
        current = next;
        listener.accept(next);
    }

    @Override
    public Credentials current() {
        return current;
    }

    @Override
    public void onChange(Consumer<? super Credentials> changed) {
        listener = changed;
    }

    @Override
    public void close() {
        listener = ignored -> {};
    }
}
