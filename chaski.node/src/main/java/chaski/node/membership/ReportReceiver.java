package chaski.node.membership;

import chaski.api.node.NodeReport;

/** Told how a request for a report ended, once, on the control loop. */
public interface ReportReceiver {

    /**
     * The node has answered.
     *
     * @param report its view
     */
    void onReport(NodeReport report);

    /**
     * There is no answer.
     *
     * @param reason why
     */
    void onFailure(String reason);
}
