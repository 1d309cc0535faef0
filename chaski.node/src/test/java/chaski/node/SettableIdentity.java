package chaski.node;

import chaski.api.security.Credentials;
import chaski.api.security.IdentityProvider;
import java.util.function.Consumer;

/** Supplies the credentials that a test gives it. */
public final class SettableIdentity implements IdentityProvider {

    private Credentials current;
    private Consumer<? super Credentials> listener = ignored -> {};
    private Consumer<? super String> refusals = ignored -> {};

    public SettableIdentity(Credentials first) {
        this.current = first;
    }

    /** Replaces the credentials. */
    public void set(Credentials next) {
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
    public void onRefused(Consumer<? super String> listener) {
        refusals = listener;
    }

    /** Reports that there are new credentials which cannot be used. */
    public void refuse(String reason) {
        refusals.accept(reason);
    }

    @Override
    public void close() {
        listener = ignored -> {};
    }
}
