/**
 * What the configurations of the other packages share: {@link chaski.api.configuration.ConfigState} holds their values, {@link
 * chaski.api.configuration.Ranges} checks them. Not exported.
 */
@NullMarked
package chaski.api.configuration;

import org.jspecify.annotations.NullMarked;
