/**
 * The side that is called: {@link chaski.remote.export.ExportRegistry} holds what this node exports and announces it,
 * {@link chaski.remote.export.CallDispatcher} takes calls and runs each as an {@link chaski.remote.export.Execution}. A call reaches a
 * {@link chaski.remote.export.CallTarget} and nothing beyond it: {@link chaski.remote.export.OverloadResolver} finds the overload that is meant.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.export;

import org.jspecify.annotations.NullMarked;
