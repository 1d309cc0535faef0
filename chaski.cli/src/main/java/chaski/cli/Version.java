package chaski.cli;

import picocli.CommandLine.IVersionProvider;

/** Which build this is; the build writes it into the manifest of the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "chaski " + (version == null ? "of an unknown version" : version) + " (Java " + Runtime.version() + ")"
        };
    }
}
