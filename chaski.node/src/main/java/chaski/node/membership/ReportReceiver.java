package chaski.node.membership;

import chaski.api.node.NodeReport;

/** Receives the result of a request for a report, once, on the control loop. */
public interface ReportReceiver {

    /**
     * The node has answered.
     *
     * @param report its view
     */
    void onReport(NodeReport report);

    /**
     * The request has failed.
     *
     * @param reason the cause
     */
    void onFailure(String reason);
}
