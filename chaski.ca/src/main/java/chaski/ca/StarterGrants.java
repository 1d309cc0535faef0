package chaski.ca;

/** The grants of a new network: its own participants may do everything but administer. */
final class StarterGrants {

    static final String FILE_NAME = "grants.json";

    private StarterGrants() {}

    /** {@return a file of grants, with comments for those who edit it} */
    static String text(String trustDomain) {
        return """
                {
                  "//": [
                    "What peers may do at this node. What no rule allows is refused; a rule with mayNot beats all with may.",
                    "A node applies a change within a second. Edit the copy of each node; ca issue copies this file once.",
                    "who: spiffe://DOMAIN/PATH. * matches within one part of the path, ** at the end all parts that follow.",
                    "topics: patterns as of subscriptions. services, members: names, * matches any characters.",
                    "until: when the rule ends, like 2027-01-31T18:00:00Z. name: shown to a peer that is refused."
                  ],
                  "rules": [
                    {
                      "name": "members",
                      "who": "spiffe://DOMAIN/**",
                      "may": ["join", "see"]
                    },
                    {
                      "name": "messages",
                      "who": "spiffe://DOMAIN/**",
                      "may": ["publish", "subscribe"],
                      "topics": [">"]
                    },
                    {
                      "name": "services",
                      "who": "spiffe://DOMAIN/**",
                      "may": ["attach", "call", "get", "set", "observe"],
                      "services": ["*"]
                    }
                  ]
                }
                """.replace("DOMAIN", trustDomain);
    }
}
