package chaski.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, which the build writes into the manifest of the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "chaski " + (version == null ? "of an unknown version" : version) + " (Java " + Runtime.version() + ")"
        };
    }
}
