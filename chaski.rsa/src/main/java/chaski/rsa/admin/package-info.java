/**
 * The distribution provider: one {@link chaski.rsa.admin.NodeServiceAdmin} for each node makes endpoints of services, and services of
 * endpoints.
 *
 * <p>A {@link chaski.rsa.admin.EndpointExport} is an endpoint of this framework, an {@link chaski.rsa.admin.EndpointImport} one of
 * another framework with its {@link chaski.rsa.admin.ProxyService}; each may be shared by several registrations
 * ({@link chaski.rsa.admin.ExportHandle}, {@link chaski.rsa.admin.ImportHandle}). {@link chaski.rsa.admin.AdminEvents} reports what
 * happens. Bundles get the admin through a {@link chaski.rsa.admin.AdminFactory}, which closes what they leave open.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}; the interfaces of OSGi define where theirs are.
 */
@NullMarked
package chaski.rsa.admin;

import org.jspecify.annotations.NullMarked;
