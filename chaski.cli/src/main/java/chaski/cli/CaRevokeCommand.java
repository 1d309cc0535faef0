package chaski.cli;

import chaski.api.security.Identity;
import chaski.ca.CertificateAuthority;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chaski ca revoke}: revokes all valid certificates of an identity. */
@Command(
        name = "revoke",
        description = "Revokes all certificates of an identity, and signs a new list of revocations: revoked.crl in the"
                + " directory of the authority, which every node needs.")
final class CaRevokeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AuthorityOptions authority = new AuthorityOptions();

    @Parameters(paramLabel = "NAME", description = "The identity: spiffe://DOMAIN/PATH, or PATH alone.")
    private String name = "";

    CaRevokeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        CertificateAuthority opened = authority.open(terminal);
        Identity identity = IdentityName.parse(name, opened.trustDomain());
        int revoked = opened.revoke(identity);
        if (revoked == 0) {
            throw new CommandFailure(identity + " has no valid certificate of this authority; see chaski ca list");
        }
        LineWriter lines = new LineWriter(terminal.out());
        lines.lineNow("revoked certificates of " + identity + ": " + revoked);
        lines.lineNow("next: give every node the new " + authority.directory().resolve("revoked.crl")
                + ", as revoked.crl in its identity directory;"
                + " where chaski ca serve runs, 'chaski renew DIR --revocations' fetches it");
        lines.lineNow("next: if the key may be known to others, issue " + identity
                + " again only to a machine that you trust; its tokens were withdrawn");
        return ExitStatus.OK;
    }
}
