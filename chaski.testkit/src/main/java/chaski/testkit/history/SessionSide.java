package chaski.testkit.history;

/** A session as one of its two nodes sees it. */
record SessionSide(String session, String node) {}
