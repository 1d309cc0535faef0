/**
 * How a machine receives its identity over the network: {@link chaski.cli.enroll.EnrolmentServer} answers for an authority,
 * {@link chaski.cli.enroll.EnrolmentClient} requests and renews certificates. The decisions are those of
 * {@link chaski.ca.RegistrationAuthority}; this package only carries requests and answers.
 *
 * <p>A request is one of HTTP/1.1 over TLS 1.3, on a connection of its own. {@code docs/security/enrolment.md} lists the paths.
 */
@NullMarked
package chaski.cli.enroll;

import org.jspecify.annotations.NullMarked;
