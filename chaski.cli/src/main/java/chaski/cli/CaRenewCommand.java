package chaski.cli;

import chaski.api.security.Identity;
import chaski.ca.CertificateAuthority;
import chaski.ca.CertificationRequest;
import chaski.ca.RefusedRequestException;
import chaski.ca.RegistrationAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chaski ca renew}: renews an identity where the directory of the authority is. */
@Command(
        name = "renew",
        description = "Renews the identity in a directory, with a new key, for as long as it was issued for. The files"
                + " are replaced; the old certificate stays valid until it expires. Refused for a certificate that"
                + " has expired or was revoked: issue such an identity again with 'ca issue --renew'.")
final class CaRenewCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AuthorityOptions authority = new AuthorityOptions();

    @Parameters(paramLabel = "DIR", description = "The directory of the identity.")
    private Path directory = Path.of(".");

    CaRenewCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        CertificateAuthority opened = authority.open(terminal);
        IdentityPlace place = new IdentityPlace(directory);
        X509Certificate current = place.certificate();
        Identity identity = place.present();
        CertificationRequest request = CertificationRequest.create(Optional.of(identity));
        X509Certificate renewed;
        try {
            renewed = new RegistrationAuthority(opened).renew(current, request.pem());
        } catch (RefusedRequestException refused) {
            throw new CommandFailure(refused.reason() + ": " + refused.getMessage());
        }
        request.answered(renewed, opened.certificate(), opened.revocations()).renewIn(directory);
        new LineWriter(terminal.out())
                .lineNow("renewed " + identity + " in " + directory + ", valid until "
                        + renewed.getNotAfter().toInstant());
        return ExitStatus.OK;
    }
}
