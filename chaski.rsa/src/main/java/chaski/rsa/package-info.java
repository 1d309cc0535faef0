/**
 * OSGi remote services (chapters 100 and 122 of the compendium) over nodes. {@link chaski.rsa.RemoteServicesComponent} connects the three
 * roles of chapter 122, which know each other by the interfaces of that chapter only: {@link chaski.rsa.admin} distributes,
 * {@link chaski.rsa.discovery} announces and finds endpoints, and {@link chaski.rsa.topology} decides what is exported and imported.
 * {@link chaski.rsa.endpoint} holds what they have in common.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.rsa;

import org.jspecify.annotations.NullMarked;
