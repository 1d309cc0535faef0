/**
 * The threads of the remote: {@link chaski.remote.thread.WorkerPool} runs what may block, so that nobody's code runs on a thread that others
 * wait for.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.thread;

import org.jspecify.annotations.NullMarked;
