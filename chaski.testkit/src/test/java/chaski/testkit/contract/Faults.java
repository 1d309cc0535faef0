package chaski.testkit.contract;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.Listener;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Faults of transports, each with the test of the contract that detects it. */
enum Faults {
    LOSES_A_BYTE("manyBytesArriveUnchangedWhileAtMost256KiBAreHeld", () -> new FaultyLink() {
        @Override
        public void onBytes(ByteBuffer bytes) {
            if (bytes.remaining() > 1) {
                bytes.get();
            }
            super.onBytes(bytes);
        }
    }),
    REPEATS_BYTES("bothDirectionsCarryBytesAtOnce", () -> new FaultyLink() {
        @Override
        public void onBytes(ByteBuffer bytes) {
            super.onBytes(bytes.duplicate());
            super.onBytes(bytes);
        }
    }),
    MIXES_UP_BUFFERS("bytesOfOneWriteArriveInTheOrderOfTheBuffers", () -> new FaultyLink() {
        @Override
        public void write(ByteBuffer[] buffers, int count) {
            if (count > 1) {
                ByteBuffer first = buffers[0];
                buffers[0] = buffers[1];
                buffers[1] = first;
            }
            super.write(buffers, count);
        }
    }),
    IGNORES_THE_COUNT("manyBytesArriveUnchangedWhileAtMost256KiBAreHeld", () -> new FaultyLink() {
        @Override
        public void write(ByteBuffer[] buffers, int count) {
            int all = count;
            while (all < buffers.length && buffers[all] != null) {
                all++;
            }
            super.write(buffers, all);
        }
    }),
    KEEPS_BUFFER_OBJECTS("manyBytesArriveUnchangedInTheOtherDirection", () -> new FaultyLink() {
        private final List<ByteBuffer> kept = new ArrayList<>();

        @Override
        public void write(ByteBuffer[] buffers, int count) {
            kept.addAll(Arrays.asList(buffers).subList(0, count));
            if (count > 0) {
                inner.requestWrite();
            }
        }

        @Override
        public void onWritable() {
            super.write(kept.toArray(ByteBuffer[]::new), kept.size());
            kept.clear();
            super.onWritable();
        }
    }),
    WRITES_INTO_HELD_BUFFERS("manyBytesArriveUnchangedWhileAtMost256KiBAreHeld", () -> new FaultyLink() {
        private ByteBuffer held;

        @Override
        public void write(ByteBuffer[] buffers, int count) {
            held = count > 0 && !buffers[0].isReadOnly() && buffers[0].hasRemaining() ? buffers[0].slice() : held;
            super.write(buffers, count);
        }

        @Override
        public void onReleased(long totalBytes) {
            if (held != null && totalBytes == given) {
                held.put(0, (byte) ~held.get(0));
            }
            super.onReleased(totalBytes);
        }
    }),
    RELEASES_TOO_EARLY("manyBytesArriveUnchangedWhileAtMost256KiBAreHeld", () -> new FaultyLink() {
        @Override
        public void onReleased(long totalBytes) {
            super.onReleased(given);
        }
    }),
    RELEASES_MORE_THAN_WAS_GIVEN("moreThanTheKernelTakesIsKeptAndSent", () -> new FaultyLink() {
        @Override
        public void onReleased(long totalBytes) {
            super.onReleased(totalBytes + 1);
        }
    }),
    RELEASES_LESS_THAN_WAS_GIVEN("closeIsCompleteOnlyWhenNothingIsHeld", () -> new FaultyLink() {
        @Override
        public void onReleased(long totalBytes) {
            super.onReleased(Math.max(0, totalBytes - 1));
        }
    }),
    RELEASES_BACKWARDS("manyBytesArriveUnchangedWhileAtMost256KiBAreHeld", () -> new FaultyLink() {
        @Override
        public void onReleased(long totalBytes) {
            super.onReleased(totalBytes);
            super.onReleased(totalBytes - 1);
            super.onReleased(totalBytes);
        }
    }),
    CALLS_WITHIN_A_CALL("linkConnectsTwoTransports", () -> new FaultyLink() {
        @Override
        public void write(ByteBuffer[] buffers, int count) {
            super.write(buffers, count);
            user.onReleased(0);
        }
    }),
    CALLS_ON_ANOTHER_THREAD("closeAfterWritesDeliversWhatWasGiven", () -> new FaultyLink() {
        @Override
        public void onReadComplete() {
            CompletableFuture.runAsync(() -> super.onReadComplete()).join();
        }
    }),
    TELLS_THE_END_AT_THE_BEGINNING("oneListenerAcceptsManyLinksAtOnce", () -> new FaultyLink() {
        @Override
        public void start(LinkHandler handler) {
            handler.onClosed(null);
            super.start(handler);
        }
    }),
    NEVER_TELLS_THE_END_OF_READING("readCompleteFollowsWhatArrived", () -> new FaultyLink() {
        @Override
        public void onReadComplete() {}
    }),
    ANSWERS_EACH_REQUEST("requestsMadeBeforeTheLinkIsWritableAreOne", () -> new FaultyLink() {
        private int requests;

        @Override
        public void requestWrite() {
            requests++;
            super.requestWrite();
        }

        @Override
        public void onWritable() {
            for (; requests > 0; requests--) {
                super.onWritable();
            }
        }
    }),
    IS_WRITABLE_UNASKED("linkIsWritableOnlyWhenAsked", () -> new FaultyLink() {
        @Override
        public void onReleased(long totalBytes) {
            super.onReleased(totalBytes);
            super.onWritable();
        }
    }),
    FORGETS_REQUESTS("noRequestOfAnotherThreadIsForgotten", () -> new FaultyLink() {
        private int requests;

        @Override
        public void requestWrite() {
            if (++requests % 1000 != 0) {
                super.requestWrite();
            }
        }
    }),
    IS_WRITABLE_ONLY_WHEN_EMPTY("linkIsWritableEvenWhileItHoldsBuffers", () -> new FaultyLink() {
        private boolean waiting;

        @Override
        public void onWritable() {
            if (given > 1 << 20) {
                waiting = true;
            } else {
                super.onWritable();
            }
        }

        @Override
        public void onReleased(long totalBytes) {
            super.onReleased(totalBytes);
            if (waiting && totalBytes == 16 << 20) {
                inner.requestWrite();
            }
        }
    }),
    TELLS_THE_END_TWICE("bothSidesAreNotifiedOnceAndWithoutErrorWhenOneCloses", () -> new FaultyLink() {
        @Override
        public void onClosed(Throwable cause) {
            super.onClosed(cause);
            super.onClosed(cause);
        }
    }),
    NEVER_TELLS_THE_END("bothSidesMayCloseAtOnce", () -> new FaultyLink() {
        @Override
        public void onClosed(Throwable cause) {}
    }),
    TELLS_AN_ERROR_WHEN_THERE_IS_NONE("bothSidesAreNotifiedOnceAndWithoutErrorWhenOneCloses", () -> new FaultyLink() {
        @Override
        public void onClosed(Throwable cause) {
            super.onClosed(new IllegalStateException("made up"));
        }
    }),
    HIDES_THE_ERROR("exceptionInOnBytesClosesTheLinkWithThatCause", () -> new FaultyLink() {
        @Override
        public void onClosed(Throwable cause) {
            super.onClosed(null);
        }
    }),
    HIDES_WHO_BROKE_THE_LINK("linkWhoseOtherHandlerFailsIsEndedByTheOtherSide", () -> new FaultyLink() {
        @Override
        public void onClosed(Throwable cause) {
            super.onClosed(new TransportException("the link broke", cause));
        }
    }),
    SWALLOWS_EXCEPTIONS("exceptionInOnWritableClosesTheLinkWithThatCause", () -> new FaultyLink() {
        private Exception swallowed;

        @Override
        public void onWritable() {
            try {
                super.onWritable();
            } catch (IllegalStateException e) {
                swallowed = e;
            }
        }
    }),
    CALLS_AFTER_THE_END("acceptingSideMayCloseToo", () -> new FaultyLink() {
        @Override
        public void onClosed(Throwable cause) {
            super.onClosed(cause);
            super.onReadComplete();
        }
    }),
    COMPLETES_CLOSE_AT_ONCE("closeIsCompleteOnlyWhenNothingIsHeld", () -> new FaultyLink() {
        @Override
        public CompletionStage<Void> close() {
            inner.close();
            return CompletableFuture.completedStage(null);
        }
    }),
    NEVER_COMPLETES_CLOSE("linkThatNeverStartedCanBeClosed", () -> new FaultyLink() {
        @Override
        public CompletionStage<Void> close() {
            inner.close();
            return new CompletableFuture<>();
        }
    }),
    MAKES_A_STAGE_FOR_EACH_CLOSE("closingTwiceIsClosingOnce", () -> new FaultyLink() {
        @Override
        public CompletionStage<Void> close() {
            return inner.close().thenApply(done -> done);
        }
    }),
    CLOSES_BEFORE_THE_WRITES("closeAfterWritesDeliversWhatWasGiven", () -> new FaultyLink() {
        @Override
        public CompletionStage<Void> closeAfterWrites() {
            return inner.close();
        }
    }),
    KEEPS_WHAT_IS_WRITTEN_TOO_LATE("writeOnAClosedLinkIsReleasedUnsent", () -> new FaultyLink() {
        private boolean over;

        @Override
        public void onClosed(Throwable cause) {
            over = true;
            super.onClosed(cause);
        }

        @Override
        public void write(ByteBuffer[] buffers, int count) {
            if (!over) {
                super.write(buffers, count);
            }
        }
    }),
    KEEPS_HANDLERS("manyLinksLeaveNoDescriptorThreadOrHandlerBehind", () -> new FaultyLink() {
        @Override
        public void start(LinkHandler handler) {
            KEPT.add(handler);
            super.start(handler);
        }
    }),
    LOSES_WHAT_CAME_BEFORE_START("bytesSentBeforeStartAreNotLost", () -> new FaultyLink() {
        private boolean first = true;

        @Override
        public void onBytes(ByteBuffer bytes) {
            if (!first) {
                super.onBytes(bytes);
            }
            first = false;
        }
    }),
    DOES_NOT_TELL_THE_ENDPOINT(
            () -> new FaultyTransport() {
                @Override
                public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
                    return super.connect(remote, options).exceptionally(e -> {
                        throw new TransportException("connection refused");
                    });
                }
            },
            "closedPortRefusesAndTheErrorNamesTheEndpoint"),
    FAILS_WITH_ANY_EXCEPTION(
            () -> new FaultyTransport() {
                @Override
                public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
                    return super.connect(remote, options).exceptionally(e -> {
                        throw new IllegalStateException("connection refused: " + remote);
                    });
                }
            },
            "closedPortRefusesAndTheErrorNamesTheEndpoint"),
    HIDES_THAT_IT_WAS_REFUSED(
            () -> new FaultyTransport() {
                @Override
                public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
                    return super.connect(remote, options).exceptionally(e -> {
                        throw new TransportException("cannot connect to " + remote);
                    });
                }
            },
            "closedPortRefusesAndTheErrorNamesTheEndpoint"),
    KEEPS_THE_PORT(
            () -> new FaultyTransport() {
                @Override
                public Listener listen(Endpoint local, LinkAcceptor acceptor) {
                    return new NeverClosed(super.listen(local, acceptor));
                }
            },
            "closedListenerHasFreedItsPort"),
    DOES_NOT_TELL_THE_REAL_PORT(
            () -> new FaultyTransport() {
                @Override
                public Listener listen(Endpoint local, LinkAcceptor acceptor) {
                    return new Unbound(super.listen(local, acceptor));
                }
            },
            "portZeroBindsARealPort"),
    CLOSES_NOTHING(
            () -> new FaultyTransport() {
                @Override
                public void close() {}
            },
            "closingTheTransportEndsItsLinksAndListeners"),
    GOES_ON_AFTER_ITS_END(
            () -> new FaultyTransport() {
                @Override
                public void close() {}
            },
            "closedTransportConnectsNoMore");

    private static final List<LinkHandler> KEPT = new ArrayList<>();

    private final Supplier<FaultyTransport> transports;
    private final String foundBy;

    Faults(String foundBy, Supplier<FaultyLink> links) {
        this(() -> new FaultyTransport(links), foundBy);
    }

    Faults(Supplier<FaultyTransport> transports, String foundBy) {
        this.transports = transports;
        this.foundBy = foundBy;
    }

    FaultyTransport transport() {
        return transports.get();
    }

    String foundBy() {
        return foundBy;
    }

    private record NeverClosed(Listener inner) implements Listener {
        @Override
        public Endpoint bound() {
            return inner.bound();
        }

        @Override
        public void close() {}
    }

    private record Unbound(Listener inner) implements Listener {
        @Override
        public Endpoint bound() {
            return inner.bound().withPort(0);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
