package chaski.streamer;

import chaski.api.streamer.Streamer;
import chaski.api.streamer.TopicListener;
import chaski.streamer.whiteboard.Whiteboard;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Passes the {@link TopicListener} and {@link Streamer} services of the framework to the {@link Whiteboard}. */
@Component(
        immediate = true,
        service = {})
public final class WhiteboardComponent {

    private final Whiteboard whiteboard = new Whiteboard();

    /** Called by the component runtime. */
    public WhiteboardComponent() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStreamer(Streamer streamer, Map<String, Object> properties) {
        whiteboard.add(streamer, properties);
    }

    void unbindStreamer(Streamer streamer) {
        whiteboard.remove(streamer);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindListener(TopicListener<?> listener, Map<String, Object> properties) {
        whiteboard.add(listener, properties);
    }

    void updatedListener(TopicListener<?> listener, Map<String, Object> properties) {
        whiteboard.update(listener, properties);
    }

    void unbindListener(TopicListener<?> listener) {
        whiteboard.remove(listener);
    }
}
