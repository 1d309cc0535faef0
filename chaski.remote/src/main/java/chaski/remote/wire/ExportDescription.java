package chaski.remote.wire;

import java.util.Map;

/**
 * What a node announces of one of its exports.
 *
 * @param export the number of the export on that node
 * @param properties its properties, with values as in {@link chaski.api.remote.ExportProperties}
 */
public record ExportDescription(long export, Map<String, Object> properties) {}
