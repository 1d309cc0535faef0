/**
 * The threads of the remote: {@link chaski.remote.thread.WorkerPool} runs tasks that may block, so that no user code runs on a thread
 * of the engine.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.thread;

import org.jspecify.annotations.NullMarked;
