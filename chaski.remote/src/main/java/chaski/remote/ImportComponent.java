package chaski.remote;

import chaski.api.ConfigurationException;
import chaski.api.remote.Remote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Imports objects that peers export as services of this framework: one import for each configuration of the factory PID {@code
 * chaski.import}, through each local node that the filter {@code node.target} matches.
 *
 * <p>A wrong configuration is rejected, and an existing import continues unchanged. Services are registered and unregistered without a
 * lock, because that calls listeners of the framework.
 */
@Component(
        configurationPid = ImportComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
@Designate(ocd = ImportMetatype.class, factory = true)
public final class ImportComponent {

    /** The factory PID. */
    public static final String PID = "chaski.import";

    private static final System.Logger LOG = System.getLogger(ImportComponent.class.getName());

    private final Map<DefaultRemote, ImportTracker> imports = new HashMap<>();
    private final List<DefaultRemote> remotes = new ArrayList<>();
    private @Nullable ImportOptions config;

    /** Called by the component runtime. */
    public ImportComponent() {}

    @Activate
    void activate(BundleContext context, Map<String, Object> properties) {
        configure(context, properties);
    }

    @Modified
    void modified(BundleContext context, Map<String, Object> properties) {
        configure(context, properties);
    }

    private void configure(BundleContext context, Map<String, Object> properties) {
        try {
            ImportOptions wanted = ImportOptions.read(properties);
            boolean provided = new ServiceInterface(wanted.type()).isProvided(context);
            change(wanted).forEach(ImportTracker::close);
            if (!provided) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "{0}: no bundle exports {1} yet; until then only bundles that contain it can use the service",
                        pid(properties),
                        wanted.type());
            }
        } catch (ConfigurationException e) {
            // Thrown, it would be final: a component that failed to activate is not tried again when its configuration
            // is right.
            LOG.log(System.Logger.Level.ERROR, "{0} is refused: {1}", pid(properties), e.getMessage());
            countRefused();
        }
    }

    private static String pid(Map<String, Object> properties) {
        return String.valueOf(properties.getOrDefault(Constants.SERVICE_PID, PID));
    }

    /** Applies a configuration; returns the imports that have to be closed because of it. */
    private synchronized List<ImportTracker> change(ImportOptions wanted) {
        ImportOptions before = config;
        config = wanted;
        if (before != null && before.equalsExceptProperties(wanted)) {
            imports.values().forEach(i -> i.change(wanted.properties()));
            return List.of();
        }
        List<ImportTracker> gone = List.copyOf(imports.values());
        imports.clear();
        remotes.forEach(remote -> begin(remote, wanted));
        return gone;
    }

    private void begin(DefaultRemote remote, ImportOptions wanted) {
        imports.put(remote, ImportTracker.begin(remote, wanted));
    }

    private synchronized void countRefused() {
        remotes.forEach(remote -> remote.count("imports.refused"));
    }

    @Deactivate
    void deactivate() {
        List<ImportTracker> gone;
        synchronized (this) {
            config = null;
            gone = List.copyOf(imports.values());
            imports.clear();
        }
        gone.forEach(ImportTracker::close);
    }

    @Reference(
            name = "node",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindRemote(Remote remote) {
        // the remote of another version of this bundle is used by the component of that version
        if (remote instanceof DefaultRemote ours) {
            remotes.add(ours);
            ImportOptions wanted = config;
            if (wanted != null) {
                begin(ours, wanted);
            }
        }
    }

    void unbindRemote(Remote remote) {
        ImportTracker gone;
        synchronized (this) {
            remotes.remove(remote);
            gone = imports.remove(remote);
        }
        if (gone != null) {
            gone.close();
        }
    }
}
