/**
 * What of an interface or class may be used from elsewhere: {@link chaski.remote.member.Members} finds its methods, each an
 * {@link chaski.remote.member.RemoteMethod}, and its {@link chaski.remote.member.ObjectAttribute}s. Exports and proxies use the same.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.member;

import org.jspecify.annotations.NullMarked;
