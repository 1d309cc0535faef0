package chaski.remote.reference;

import chaski.api.CodecException;
import chaski.api.LimitException;
import chaski.remote.call.ProxyFactory;
import chaski.remote.channel.RpcChannel;
import chaski.remote.stream.RemotePublisher;
import chaski.remote.value.Contract;
import chaski.remote.value.PublisherSource;
import chaski.remote.value.References;
import chaski.remote.value.StreamDecoder;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The references that this node and a peer have exchanged. Lent objects and publishers are kept until the peer has released them as
 * often as they were sent, or the session ends. Borrowed ones are referred to weakly, and released once their proxy is collected.
 * Thread-safe.
 */
public final class PeerReferences implements References {

    /** More lent objects indicate a leak. */
    static final int MAX_LENT = 65_536;

    /** The contract of publishers among lent objects; they are not called. */
    private static final Contract PUBLISHER = new Contract(Flow.Publisher.class);

    private final RpcChannel channel;
    private final Borrowing borrowing;
    private final Subscribing subscribing;
    private final AtomicLong numbers;
    private final Map<Long, Entry> lent = new HashMap<>();
    private final IdentityHashMap<Object, List<Entry>> byObject = new IdentityHashMap<>();
    private final Map<Long, List<Borrowed>> borrowed = new HashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    /** Creates an empty table.
     *
     * @param channel the channel to the peer
     * @param borrowing makes proxies for the peer's objects
     * @param subscribing makes proxies for the peer's publishers
     * @param numbers assigns numbers
     */
    public PeerReferences(RpcChannel channel, Borrowing borrowing, Subscribing subscribing, AtomicLong numbers) {
        this.channel = channel;
        this.borrowing = borrowing;
        this.subscribing = subscribing;
        this.numbers = numbers;
    }

    /** Makes proxies for objects of peers. */
    @FunctionalInterface
    public interface Borrowing {

        /**
         * Makes a proxy.
         *
         * @param channel the channel to the peer
         * @param number the object's number there
         * @param contract an interface, or {@link chaski.api.remote.RemoteObject}
         * @return the proxy
         */
        Object borrow(RpcChannel channel, long number, Contract contract);
    }

    /** Makes proxies for publishers of peers. */
    @FunctionalInterface
    public interface Subscribing {

        /**
         * Makes a publisher.
         *
         * @param channel the channel to the peer
         * @param number the publisher's number there
         * @param decoder decodes its items and its failure
         * @return the publisher
         */
        Flow.Publisher<?> of(RpcChannel channel, long number, StreamDecoder decoder);
    }

    private static final class Entry {
        private final long number;
        private final LentObject lent;
        private long count;

        Entry(long number, LentObject lent) {
            this.number = number;
            this.lent = lent;
        }
    }

    private static final class Borrowed extends WeakReference<Object> {
        private final long number;
        private final Contract contract;
        private long count;

        Borrowed(long number, Contract contract, Object proxy, ReferenceQueue<Object> queue) {
            super(proxy, queue);
            this.number = number;
            this.contract = contract;
        }
    }

    @Override
    public WireValue lend(Object object, Contract contract) {
        Long theirs = ProxyFactory.numberOn(object, channel).orElse(null);
        return theirs != null ? new WireValue.Returned(theirs) : new WireValue.Lent(lendOwn(object, contract));
    }

    private synchronized long lendOwn(Object object, Contract contract) {
        List<Entry> entries = byObject.computeIfAbsent(object, o -> new ArrayList<>(1));
        Entry entry = entries.stream()
                .filter(e -> e.lent.contract().equals(contract))
                .findFirst()
                .orElse(null);
        if (entry == null) {
            if (lent.size() >= MAX_LENT) {
                if (entries.isEmpty()) {
                    byObject.remove(object);
                }
                throw new LimitException("expected at most " + MAX_LENT
                        + " objects lent to one peer, got one more: the peer releases none");
            }
            entry = new Entry(numbers.incrementAndGet(), new LentObject(object, contract));
            lent.put(entry.number, entry);
            entries.add(entry);
        }
        entry.count++;
        return entry.number;
    }

    @Override
    public WireValue publish(PublisherSource source) {
        if (source.publisher() instanceof RemotePublisher theirs && theirs.channel() == channel) {
            return new WireValue.Returned(theirs.number());
        }
        return new WireValue.Published(lendOwn(source, PUBLISHER));
    }

    @Override
    public void retract(WireValue value) {
        if (value instanceof WireValue.Lent v) {
            released(v.number(), 1);
        } else if (value instanceof WireValue.Published v) {
            released(v.number(), 1);
        }
    }

    @Override
    public void discard(WireValue value) {
        if (value instanceof WireValue.Lent v) {
            channel.send(new RemoteMessage.Release(v.number(), 1));
        } else if (value instanceof WireValue.Published v) {
            channel.send(new RemoteMessage.Release(v.number(), 1));
        }
    }

    /**
     * Receives the release of an object by the peer.
     *
     * @param number its number
     * @param count how many times it had received it
     */
    public synchronized void released(long number, long count) {
        Entry entry = lent.get(number);
        if (entry != null) {
            entry.count -= count;
            if (entry.count <= 0) {
                lent.remove(number);
                List<Entry> same = byObject.get(entry.lent.object());
                if (same != null && same.remove(entry) && same.isEmpty()) {
                    byObject.remove(entry.lent.object());
                }
            }
        }
    }

    @Override
    public synchronized @Nullable LentObject lent(long number) {
        Entry entry = lent.get(number);
        return entry == null || entry.lent.object() instanceof PublisherSource ? null : entry.lent;
    }

    @Override
    public synchronized @Nullable PublisherSource source(long number) {
        Entry entry = lent.get(number);
        return entry != null && entry.lent.object() instanceof PublisherSource source ? source : null;
    }

    @Override
    public Flow.Publisher<?> subscribable(WireValue value, StreamDecoder decoder) {
        if (value instanceof WireValue.Published v) {
            Flow.Publisher<?> publisher = subscribing.of(channel, v.number(), decoder);
            remember(v.number(), PUBLISHER, publisher);
            return publisher;
        }
        PublisherSource mine = value instanceof WireValue.Returned v ? source(v.number()) : null;
        if (mine == null) {
            throw new CodecException("expected a publisher, got a reference to something else, or to a released one");
        }
        return mine.publisher();
    }

    @Override
    public Object borrow(WireValue value, Contract contract) {
        if (value instanceof WireValue.Lent v) {
            return borrowed(v.number(), contract);
        }
        if (value instanceof WireValue.Returned v) {
            LentObject mine = lent(v.number());
            if (mine == null || !contract.raw().isInstance(mine.object())) {
                throw new CodecException("expected an object of " + contract
                        + " that was lent to the peer, got a reference to "
                        + (mine == null ? "nothing" : "one of " + mine.contract()));
            }
            return mine.object();
        }
        throw new CodecException("expected a reference to an object of " + contract + ", got a value");
    }

    private synchronized Object borrowed(long number, Contract contract) {
        List<Borrowed> known = borrowed.computeIfAbsent(number, n -> new ArrayList<>(1));
        for (Borrowed one : known) {
            Object proxy = one.contract.equals(contract) ? one.get() : null;
            if (proxy != null) {
                one.count++;
                return proxy;
            }
        }
        Object proxy = borrowing.borrow(channel, number, contract);
        remember(number, contract, proxy);
        return proxy;
    }

    private synchronized void remember(long number, Contract contract, Object proxy) {
        Borrowed one = new Borrowed(number, contract, proxy, collected);
        one.count = 1;
        borrowed.computeIfAbsent(number, n -> new ArrayList<>(1)).add(one);
    }

    /** Releases borrowed objects whose proxies were collected. Called from time to time. */
    public void release() {
        List<RemoteMessage.Release> released = new ArrayList<>();
        synchronized (this) {
            for (Object next = collected.poll(); next != null; next = collected.poll()) {
                Borrowed gone = (Borrowed) next;
                List<Borrowed> same = borrowed.get(gone.number);
                if (same != null && same.remove(gone) && same.isEmpty()) {
                    borrowed.remove(gone.number);
                }
                released.add(new RemoteMessage.Release(gone.number, gone.count));
            }
        }
        released.forEach(channel::send);
    }

    /** {@return the number of lent objects} */
    public synchronized int lentObjects() {
        return lent.size();
    }

    /** {@return how often lent objects were sent and not released} */
    public synchronized long lentTimes() {
        return lent.values().stream().mapToLong(entry -> entry.count).sum();
    }

    /** {@return how often borrowed objects were received and not released} */
    public synchronized long borrowedTimes() {
        return borrowed.values().stream()
                .flatMap(List::stream)
                .mapToLong(one -> one.count)
                .sum();
    }

    /** Drops everything, since the session ended. */
    public synchronized void clear() {
        lent.clear();
        byObject.clear();
        borrowed.clear();
    }
}
