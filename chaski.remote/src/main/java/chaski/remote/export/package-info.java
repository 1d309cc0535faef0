/**
 * The serving side. {@link chaski.remote.export.ExportRegistry} holds the exports of this node and announces them.
 * {@link chaski.remote.export.CallDispatcher} admits calls; each is an {@link chaski.remote.export.Execution} that
 * {@link chaski.remote.export.Operations} run on a {@link chaski.remote.export.CallTarget}. {@link chaski.remote.export.OverloadResolver}
 * selects the method, {@link chaski.remote.export.ResultSender} answers.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.export;

import org.jspecify.annotations.NullMarked;
