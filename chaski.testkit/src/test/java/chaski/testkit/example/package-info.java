/** An example of a transport, for those who write one of their own: docs/TRANSPORTS.md explains it. */
@NullMarked
package chaski.testkit.example;

import org.jspecify.annotations.NullMarked;
